# SessionShare's integration in bash 4.4 and later: bash reads this file in place of ~/.bashrc, which is read from here. It tells the terminal
# which command starts and ends: in marks described at src/Terminal/ShellMarks.cs, whose nonce stands in a line before this file, and beside them
# in the standard ones (OSC 133). The standard B is missing: it would have to stand in the person's PS1. Older versions get ~/.bashrc and no marks.
# After `builtin`, assignments are words like others and need quotes. Functions stand before ~/.bashrc, so that its aliases don't get into them.

if (( BASH_VERSINFO[0] < 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] < 4) )); then
    printf '\e]5353;%s;U;v=%s\a' "$__ss_nonce" "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}" >/dev/tty
    unset __ss_nonce
    if [[ -r ~/.bashrc ]]; then
        source ~/.bashrc
    fi
    return
fi

__ss_nil=
__ss_block=0
__ss_open=0
__ss_base=0
__ss_first='{ __ss_ended "$_"; } 2>/dev/null'
__ss_last='{ __ss_prompt; } 2>/dev/null'
# Arithmetic runs in this shell and expands to nothing; the substitution runs in a copy of it.
__ss_ps0='${__ss_nil:$((__ss_block+=1,__ss_open=1,0)):0}$({ __ss_started; } 2>/dev/null)'
# Since 5.1 PROMPT_COMMAND can be an array, and each element finds $?, $_ and PIPESTATUS as the command left them.
__ss_array=$(( BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1) ))
# Since 5.2 HISTCMD tells PROMPT_COMMAND the next history number; before, it takes a fork per prompt to learn it.
__ss_histcmd=$(( BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 2) ))

__ss_say() {
    builtin printf '\e]%s\a' "$@" >/dev/tty
}

# Sets the caller's `text` to VALUE's first 16 KiB, without control bytes.
__ss_escape() {
    text=${1:0:16384}
    [[ $text == *[[:cntrl:]\;\\]* ]] || builtin return 0
    builtin local LC_ALL=C control code='\x5c'
    text=${text//\\/"$code"}
    code='\x3b'
    text=${text//;/"$code"}
    while [[ $text == *[[:cntrl:]]* ]]; do
        control=${text%%[[:cntrl:]]*}
        control=${text:${#control}:1}
        builtin printf -v code '\\x%02x' "'$control"
        text=${text//"$control"/"$code"}
    done
}

# First in PROMPT_COMMAND. Its status and last argument are the command's, for what follows in the same string before 5.1.
__ss_ended() {
    builtin local code="$?"
    if (( __ss_open )); then
        __ss_open=0
        __ss_say "5353;$__ss_nonce;E;n=$__ss_block;x=$code" "133;D;$code;aid=$$"
    fi
    if (( __ss_array )); then
        builtin return 0
    fi
    builtin return "$code"
}

# Last in PROMPT_COMMAND.
__ss_prompt() {
    __ss_ended || :
    __ss_hook
    builtin local text line number kind=A
    if (( __ss_histcmd )); then
        __ss_base=$HISTCMD
    else
        __ss_read_history 1
        __ss_base=$(( number + 1 ))
    fi
    __ss_escape "$PWD"
    # ble.sh counts lines itself: it must not be moved to a fresh one, as A does. `redraw=0`: bash draws a prompt's last line only.
    if [[ -n ${BLE_VERSION-} ]]; then
        kind='P;k=i'
    fi
    __ss_say "5353;$__ss_nonce;P;d=$text" "133;$kind;aid=$$;redraw=0"
}

# Puts our hooks back wherever somebody has replaced them, and leaves PS0 alone where the shell wouldn't expand it.
__ss_hook() {
    if ! builtin shopt -q promptvars; then
        PS0=${PS0//"$__ss_ps0"/}
    elif [[ ${PS0-} != *"$__ss_ps0"* ]]; then
        PS0=$__ss_ps0${PS0-}
    fi

    builtin local command="${PROMPT_COMMAND[0]-}"
    if (( ! __ss_array )); then
        [[ $command == "$__ss_first"*"$__ss_last" ]] || __ss_hook_string "$command"
    elif [[ $command != "$__ss_first" ]]; then
        __ss_hook_array "$command"
    fi
}

# Who assigns a string to PROMPT_COMMAND means the element that was theirs, which stands behind our first.
__ss_hook_array() {
    if [[ ${PROMPT_COMMAND[1]-} == "$__ss_last" ]]; then
        PROMPT_COMMAND=("$__ss_first" : "${PROMPT_COMMAND[@]:1}")
    fi
    PROMPT_COMMAND[1]=${1//"$__ss_first"/"${PROMPT_COMMAND[1]-:}"}
    PROMPT_COMMAND[0]=$__ss_first
}

__ss_hook_string() {
    builtin local command="${1//"$__ss_first"/:}"
    command=${command//"$__ss_last"/:}
    PROMPT_COMMAND=$__ss_first$'\n'${command:+$command$'\n'}$__ss_last
}

# Runs in a copy of the shell, after a command was read and before it runs.
__ss_started() {
    set +eu
    builtin local text directory field
    __ss_escape "$PWD"
    directory=$text
    __ss_read_command
    __ss_say "133;C;aid=$$" "5353;$__ss_nonce;C;n=$__ss_block;d=$directory$field"
}

# Sets the caller's `field` to the command line's field. The command is the newest line of the history, unless the history kept it out: as the
# same line again (ignoredups), which is told all the same, or for a leading space or a pattern (ignorespace, HISTIGNORE).
__ss_read_command() {
    builtin local added count kind=c line number older
    field=
    __ss_read_history 1
    added=$(( number + 1 - __ss_base ))
    if (( added < 1 )); then
        [[ -o history && $HISTCONTROL == *@(dups|ignoreboth)* ]] || builtin return
        if [[ -n $HISTIGNORE || $HISTCONTROL == *@(ignorespace|ignoreboth)* ]]; then
            kind=h
        fi
    elif (( added > 1 )) && ! builtin shopt -q cmdhist; then
        older=
        for (( count = added; count > 1; count-- )); do
            __ss_read_history "$count"
            older+=${line%%$'\n'*}$'\n'
        done
        __ss_read_history 1
        line=$older$line
    fi
    if [[ -n $line ]]; then
        __ss_escape "$line"
        field=";$kind=$text"
    fi
}

# Sets the caller's `number` and `line` to the history from its COUNTth newest line on; only the first line has no number before it.
__ss_read_history() {
    line=$(HISTTIMEFORMAT= builtin history "$1")
    line=${line#"${line%%[0-9]*}"}
    number=${line%%[!0-9]*}
    line=${line#"$number"}
    line=${line:2}
    number=${number:-0}
}

__ss_install() {
    builtin local code="$?"
    if (( __ss_array )); then
        [[ -n ${PROMPT_COMMAND[*]-} ]] || PROMPT_COMMAND=()
        PROMPT_COMMAND=("$__ss_first" "${PROMPT_COMMAND[@]}" "$__ss_last")
    fi
    __ss_hook
    builtin unset -f __ss_install
    builtin return "$code"
}

if [[ -r ~/.bashrc ]]; then
    source ~/.bashrc
fi
__ss_install
