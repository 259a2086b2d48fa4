# Bodies that the pack does not name: added, renamed, merged; who answers for the successor answers for them.
"$TIZILIM" org add o-one --kk "Бірінші" --ru "Первый" --en "First" --lang en 2>/dev/null
"$TIZILIM" org add o-one --kk "Бірінші" --ru "Первый" --en "First" --lang ru
"$TIZILIM" org add o-one --kk "Басқа" --ru "Другой" --en "Other" --lang en
"$TIZILIM" org add o-two --ru "Второй"
"$TIZILIM" org add o-two --kk "Екінші" --ru "Второй" --en "Second" --lang kk
"$TIZILIM" org add "O two" --kk "Екінші" --ru "Второй" --en "Second"
"$TIZILIM" org rename o-two --en "The second" --lang en
"$TIZILIM" org rename o-two
"$TIZILIM" org rename o-three --en "Third"
"$TIZILIM" person add o.clerk --name Clerk --body o-two --lang en
"$TIZILIM" duty grant o.clerk submitter o-two --lang en
"$TIZILIM" org merge o-one o-two --lang en
"$TIZILIM" org merge o-one o-two --lang kk
"$TIZILIM" org merge o-two o-one
"$TIZILIM" org merge o-two -
"$TIZILIM" org merge o-two o-two
"$TIZILIM" org rename o-one --en "First again"
"$TIZILIM" org merge o-two msh --as o.clerk
"$TIZILIM" org list --lang en | grep "^o-"
"$TIZILIM" org list --json | grep '"o-'
