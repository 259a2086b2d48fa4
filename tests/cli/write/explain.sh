"$TIZILIM" explain /data_sources/0/obtained --lang ru
"$TIZILIM" explain /data_sources/0/obtained --lang kk
"$TIZILIM" explain SRC-001 --lang en
"$TIZILIM" explain stage/required --lang en
"$TIZILIM" explain /nothing/here
echo "exit $?"
"$TIZILIM" explain risk.declared --lang kk
"$TIZILIM" explain 'data_sources[0].source' --lang en
"$TIZILIM" explain /relations --lang en
"$TIZILIM" explain /training_data/0 --lang kk
"$TIZILIM" explain short_name --lang ru
"$TIZILIM" explain nothing.here --lang ru
"$TIZILIM" help explain --lang en | head -n 3
"$TIZILIM" help ref --lang en | head -n 1
"$TIZILIM" help expalin
echo "exit $?"
