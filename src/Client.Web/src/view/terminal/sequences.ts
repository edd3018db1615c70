const bytesOf = (text: string) => new TextEncoder().encode(text);

export const nothing = new Uint8Array();

/** To the alternate screen and back: xterm shows no cursor before that or before it first has the focus. */
export const showCursor = bytesOf('\x1b[?47h\x1b[?47l');

/** Cancel what is half read, reset, take back the session's own colours. */
export const reset = bytesOf('\x18\x1bc\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07');

/** As good as reset, but what was scrolled off the top stays: main screen, modes, charsets, colours, margins, then an empty screen. */
export const emptyScreen = bytesOf(
  '\x18\x1b[?2026l\x1b[?1049l\x1b[?1047l\x1b[?47l\x1b[!p\x1b[?1;5;6;9;45;66;1000;1002;1003;1004;1005;1006;1015;1016;2004l\x1b[4;20l\x1b[?7;12l\x1b[?7;25h' +
    '\x1b[=0u\x1b(B\x1b)B\x1b*B\x1b+B\x0f\x1b[0 q\x1b[r\x1b[0m\x1b]8;;\x07\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07\x1b[2J\x1b[H',
);
