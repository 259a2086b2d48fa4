# An administrator lets people in and gives them duties; nobody writes SQL.
uuid() { sed 's/[0-9a-f]\{8\}-[0-9a-f-]\{27\}/UUID/'; }
"$TIZILIM" whoami --lang en 2>/dev/null
"$TIZILIM" person add p.aigul --name "Айгүл Серікова" --body Минсельхоз --lang en
"$TIZILIM" person add p.aigul --name "Айгүл Серікова" --body msh --lang kk
"$TIZILIM" person add p.aigul --name "Айгүл Омарова" --body msh
"$TIZILIM" person add p.ci --same p.aigul --lang ru
"$TIZILIM" person add 'p."quoted" \x' --name "Quoted" --body -
"$TIZILIM" person add p.nowhere --name N --body nowhere
"$TIZILIM" person add p.nobody
"$TIZILIM" person add p.same --same p.aigul --body msh
"$TIZILIM" person add a234567890b234567890c234567890d234567890e234567890f234567890g234 --name N --body msh
"$TIZILIM" duty grant p.aigul submitter msh --lang en
"$TIZILIM" duty grant p.aigul submitter Минсельхоз --lang ru
"$TIZILIM" duty grant p.aigul approver mt
"$TIZILIM" duty grant p.aigul boss msh
"$TIZILIM" duty grant p.aigul administrator msh
"$TIZILIM" duty grant p.none submitter msh
"$TIZILIM" whoami --as p.aigul --lang kk
"$TIZILIM" whoami --as p.ci --json | uuid
"$TIZILIM" whoami --as 'p."quoted" \x' --lang en
"$TIZILIM" person add p.evil --as p.aigul --name E --body msh
"$TIZILIM" duty grant p.aigul administrator - --as p.aigul
"$TIZILIM" person list --as p.ci
"$TIZILIM" duty list p.ci --lang en
"$TIZILIM" duty list p.ci --json
"$TIZILIM" person disable p.ci --lang en
"$TIZILIM" whoami --as p.aigul
echo "exit $?"
"$TIZILIM" person list --lang ru | grep p.aigul
"$TIZILIM" person enable p.aigul --lang en
"$TIZILIM" duty revoke p.aigul submitter msh --lang en
"$TIZILIM" duty revoke p.aigul submitter msh --lang en
"$TIZILIM" person list --json | grep p.ci | uuid
