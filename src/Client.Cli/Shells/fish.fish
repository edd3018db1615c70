# SessionShare's integration in fish 3 and later, read after the person's configuration. It tells the terminal which command starts and ends: in
# marks described at src/Terminal/ShellMarks.cs, whose nonce stands in a line before this file, and beside them in the standard ones (OSC 133), which
# fish makes itself from version 4 on. The standard B is missing before: it would have to stand in the person's fish_prompt. Nothing here forks.

set -g __ss_block 0
set -g __ss_open 0
set -g __ss_standard 0
if string match -qr '^[0-3]\.' -- $version
    set __ss_standard 1
end

function __ss_say
    printf '\e]%s\a' $argv >/dev/tty
end

# Writes VALUE's first 16 KiB without control bytes.
function __ss_escape
    set -l lines (string split \n -- "$argv[1]")
    if test (string length -- "$argv[1]") -gt 16384
        set lines (string sub -l 16384 -- "$argv[1]")
    end
    set lines (string replace -a '\\' '\\x5c' -- $lines)
    set lines (string replace -a ';' '\\x3b' -- $lines)
    if string match -qr '[\x01-\x1f\x7f]' -- $lines
        for code in 0{1,2,3,4,5,6,7,8,9,a,b,c,d,e,f} 1{0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f} 7f
            set lines (string replace -ra "\\x$code" "\\\\x$code" -- $lines)
        end
    end
    string join '\\x0a' -- $lines
end

function __ss_prompt --on-event fish_prompt
    set -l standard
    if test $__ss_standard = 1
        set standard "133;A;aid=$fish_pid"
    end
    __ss_say "5353;$__ss_nonce;P;d="(__ss_escape $PWD) $standard
end

function __ss_started --on-event fish_preexec
    set -l standard
    if test $__ss_standard = 1
        set standard "133;C;aid=$fish_pid"
    end
    set -g __ss_block (math $__ss_block + 1)
    set -g __ss_open 1
    __ss_say $standard "5353;$__ss_nonce;C;n=$__ss_block;d="(__ss_escape $PWD)";c="(__ss_escape $argv[1])
end

function __ss_ended --on-event fish_postexec
    set -l code $status
    if test $__ss_open = 1
        set -l standard
        if test $__ss_standard = 1
            set standard "133;D;$code;aid=$fish_pid"
        end
        set -g __ss_open 0
        __ss_say "5353;$__ss_nonce;E;n=$__ss_block;x=$code" $standard
    end
end
