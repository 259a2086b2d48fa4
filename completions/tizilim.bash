# Completion for bash. The program itself says what may stand at the cursor, from its tables and its pack.
_tizilim() {
	local -a words=()
	local i word line cur
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		# bash parts "--lang=kk" in three.
		if ((${#words[@]})) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	cur=${words[-1]}
	COMPREPLY=()
	while IFS= read -r line; do
		word=${line%%$'\t'*}
		case $word in
		@files | @dirs)
			compopt -o filenames 2>/dev/null
			[[ $cur == --*=* ]] && cur=${cur#*=}
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
				if [[ $word == @dirs ]]; then compgen -d -- "$cur"; else compgen -f -- "$cur"; fi
			)
			;;
		*=)
			compopt -o nospace 2>/dev/null
			COMPREPLY+=("$word")
			;;
		--*=*) COMPREPLY+=("${word#*=}") ;;
		*) COMPREPLY+=("$word") ;;
		esac
	done < <("$1" --complete "${words[@]}" 2>/dev/null)
}
complete -F _tizilim tizilim
