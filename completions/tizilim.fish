# Completion for fish. The program itself says what may stand at the cursor, from its tables and its pack.
function __tizilim_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    for line in ($words[1] --complete $words[2..] "$word" 2>/dev/null)
        switch $line
            case @files @dirs
                set -l path (string replace -r '^--[^=]*=' '' -- "$word")
                set -l before (string sub -l (math (string length -- "$word") - (string length -- "$path")) -- "$word")
                if test $line = @dirs
                    printf "$before%s\n" (__fish_complete_directories "$path")
                else
                    printf "$before%s\n" (__fish_complete_path "$path")
                end
            case '*'
                echo $line
        end
    end
end
complete -c tizilim -f -a '(__tizilim_complete)'
