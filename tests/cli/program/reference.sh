"$TIZILIM" ref search ГБД ФЛ --lang ru
"$TIZILIM" ref search "жеке тұлғалар" --lang kk
"$TIZILIM" ref search "natural persons" --lang en
"$TIZILIM" ref search Ädilet ministrligimen --lang kk
"$TIZILIM" ref search Счётного комитета --lang ru
"$TIZILIM" ref show ЕГКН --lang ru | head -n 1
"$TIZILIM" ref list classes --lang en
"$TIZILIM" ref show nothing
echo "exit $?"
"$TIZILIM" ref list shops
echo "exit $?"
