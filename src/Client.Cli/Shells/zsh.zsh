# SessionShare's integration in zsh 5.1 and later: zsh reads this file as $ZDOTDIR/.zshenv in place of the person's, which is read from here. Lines
# before this file give the nonce, and put ZDOTDIR back as it was, so that zsh finds all other files by itself. It tells the terminal which command
# starts and ends: in marks described at src/Terminal/ShellMarks.cs, and beside them in the standard ones (OSC 133).
# Nothing here forks. Functions are read without aliases, and each runs under zsh's own options, whatever the person's are. Errors and traces of ours
# go nowhere.

'builtin' 'typeset' '-g' '__ss_aliases'
__ss_aliases=0
if [[ -o aliases ]]; then
    __ss_aliases=1
    'builtin' 'unsetopt' 'aliases'
fi

builtin typeset -gi __ss_block=0 __ss_open=0
builtin typeset -g __ss_suffix=

__ss_say() {
    builtin printf '\e]%s\a' "$@" >|/dev/tty
}

# Sets the caller's `text` to VALUE's first 16 KiB, without control bytes.
__ss_escape() {
    text=${1[1,16384]}
    builtin setopt localoptions no_multibyte
    if [[ $text != *[$'\x01'-$'\x1f\x7f\x00\\;']* ]]; then
        builtin return 0
    fi
    builtin local control code='\x5c' before
    control='\'
    text=${text//$control/$code}
    code='\x3b' control=';'
    text=${text//$control/$code}
    while [[ $text == *[$'\x01'-$'\x1f\x7f\x00']* ]]; do
        before=${text%%[$'\x01'-$'\x1f\x7f\x00']*}
        control=${text[${#before}+1]}
        code=$(( [##16] #control ))
        code='\x'${(L)${(l:2::0:)code}}
        text=${text//$control/$code}
    done
}

# First of precmd_functions. zle: plugins call precmd functions while a line is edited.
__ss_ended() {
    {
        builtin local code="$?"
        builtin emulate -LR zsh
        if ! builtin zle; then
            __ss_clean
            __ss_end "$code"
        fi
    } 2>/dev/null
}

# Last of precmd_functions.
__ss_prompt() {
    {
        builtin local code="$?" percent=0
        if [[ -o promptpercent ]]; then
            percent=1
        fi
        builtin emulate -LR zsh
        if ! builtin zle; then
            builtin local text
            __ss_clean
            __ss_end "$code"
            __ss_hook
            __ss_escape "$PWD"
            __ss_say "5353;$__ss_nonce;P;d=$text" "133;A;aid=$$"
            __ss_extend "$percent"
        fi
    } 2>/dev/null
}

# First of zshaddhistory_functions: before all else that runs once a line was read, also where others have put away our other functions.
__ss_read() {
    {
        builtin emulate -LR zsh
        __ss_clean
        __ss_hook
    } 2>/dev/null
}

# Last of preexec_functions. Zsh tells the line as it was typed, even where the history doesn't keep it.
__ss_started() {
    {
        builtin emulate -LR zsh
        builtin local text directory
        (( __ss_block += 1, __ss_open = 1 ))
        __ss_clean
        __ss_escape "$PWD"
        directory=$text
        __ss_escape "$1"
        __ss_say "133;C;aid=$$" "5353;$__ss_nonce;C;n=$__ss_block;d=$directory${text:+;c=$text}"
    } 2>/dev/null
}

__ss_end() {
    if (( __ss_open )); then
        __ss_open=0
        __ss_say "5353;$__ss_nonce;E;n=$__ss_block;x=$1" "133;D;$1;aid=$$"
    fi
}

# The end of a prompt (B) has to stand in it. Only the line editor sees it: before anything of the person's runs, the prompt is theirs again.
__ss_extend() {
    builtin local percents="${PS1##*[^%]}"
    if (( ! $1 )); then
        builtin return 0
    fi
    __ss_suffix=$'%{\e]133;B\a%}'
    if (( ${#percents} % 2 )); then
        __ss_suffix=%$__ss_suffix
    fi
    PS1+=$__ss_suffix
}

__ss_clean() {
    if [[ -n $__ss_suffix && $PS1 == *"$__ss_suffix"* ]]; then
        PS1=${PS1/"$__ss_suffix"}
    fi
    __ss_suffix=
}

# Puts our functions where they belong among the person's, also after somebody has replaced one of the arrays.
__ss_hook() {
    if [[ ${precmd_functions[1]-} != __ss_ended || ${precmd_functions[-1]-} != __ss_prompt ]]; then
        precmd_functions=(__ss_ended ${precmd_functions:#__ss_*} __ss_prompt)
    fi
    if [[ ${preexec_functions[-1]-} != __ss_started ]]; then
        preexec_functions=(${preexec_functions:#__ss_*} __ss_started)
    fi
    if [[ ${zshaddhistory_functions[1]-} != __ss_read ]]; then
        zshaddhistory_functions=(__ss_read ${zshaddhistory_functions:#__ss_*})
    fi
}

if [[ $ZSH_VERSION != (5.<1->*|<6->.*) ]]; then
    builtin print -n "\e]5353;$__ss_nonce;U;v=$ZSH_VERSION\a" >/dev/tty
elif [[ -o interactive ]]; then
    builtin typeset -ga precmd_functions preexec_functions zshaddhistory_functions
    __ss_hook
fi

if (( __ss_aliases )); then
    'builtin' 'setopt' 'aliases'
fi
'builtin' 'unset' '__ss_aliases'

if [[ -r ${ZDOTDIR-$HOME}/.zshenv ]]; then
    'builtin' 'source' ${ZDOTDIR-$HOME}/.zshenv
fi
