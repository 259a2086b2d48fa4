"$TIZILIM" explain /data_sources/0/obtained --lang ru
"$TIZILIM" explain /data_sources/0/obtained --lang kk
"$TIZILIM" explain SRC-001 --lang en
"$TIZILIM" explain stage/required --lang en
"$TIZILIM" explain /nothing/here
echo "exit $?"
