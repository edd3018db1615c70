import { Terminal, type IMarker } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Screen } from '../session/screen';
import type { TerminalSize } from '../wire/messages';
import { fittingFontSizes } from './fontSize';
import { followColourScheme } from './theme';
import { scrollByTouch } from './touchScroll';
import { Utf8Tail } from './utf8Tail';
import { makeViewOnly } from './viewOnly';

const scrollback = 20_000; // lines; about 30 MB at 120 columns
const anyEnd = 10 * scrollback;
const firstFontSize = 13;
const linesAbove = 1; // the prompt with the command line stands above where its output starts

const nothing = new Uint8Array();
const bytesOf = (text: string) => new TextEncoder().encode(text);

// To the alternate screen and back: xterm shows no cursor before that or before it first has the focus.
const showCursor = bytesOf('\x1b[?47h\x1b[?47l');

// Cancel what is half read, reset, take back the session's own colours.
const resetSequence = bytesOf('\x18\x1bc\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07');

// As good as reset, but what was scrolled off the top stays: main screen, modes, charsets, colours, margins, then an empty screen.
const emptyScreen = bytesOf(
  '\x18\x1b[?2026l\x1b[?1049l\x1b[?1047l\x1b[?47l\x1b[!p\x1b[?1;5;6;9;45;66;1000;1002;1003;1004;1005;1006;1015;1016;2004l\x1b[4;20l\x1b[?7;12l\x1b[?7;25h' +
    '\x1b[=0u\x1b(B\x1b)B\x1b*B\x1b+B\x0f\x1b[0 q\x1b[r\x1b[0m\x1b]8;;\x07\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07\x1b[2J\x1b[H',
);

/**
 * The session's terminal in the sharer's size, by xterm.js with its DOM renderer. xterm takes writes in later, and calls
 * a write's callback before it goes on with the next: everything that must keep its place among the bytes rides on one.
 */
export class TerminalView implements Screen {
  readonly #terminal: Terminal;
  readonly #element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #marks = new Map<number, IMarker>();
  readonly #tail = new Utf8Tail();
  #reachChanged: () => void = () => {};

  constructor(element: HTMLElement, scroller: HTMLElement) {
    this.#element = element;
    this.#scroller = scroller;
    this.#terminal = new Terminal({
      disableStdin: true,
      cursorInactiveStyle: 'block',
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
      fontSize: firstFontSize,
      scrollback,
    });
    makeViewOnly(this.#terminal);
    this.#terminal.open(element);
    this.#terminal.textarea?.setAttribute('aria-label', 'The shared terminal, view only. Arrow and page keys scroll.');
    followColourScheme(theme => (this.#terminal.options.theme = theme));
    scrollByTouch(element, () => (this.#isTallerThanPane ? null : this.#cell().height), lines => this.#terminal.scrollLines(lines));
    new ResizeObserver(() => this.#fit()).observe(scroller);
    this.#resizeNow({ columns: 80, rows: 24 });
    this.#terminal.write(showCursor);
  }

  write(bytes: Uint8Array) {
    this.#terminal.write(this.#tail.take(bytes));
  }

  resize(size: TerminalSize) {
    this.#terminal.write(nothing, () => this.#resizeNow(size));
  }

  markBlock(block: number) {
    this.#terminal.write(nothing, () => {
      const mark = this.#terminal.registerMarker();
      mark.onDispose(() => this.#reachChanged());
      this.#marks.set(block, mark);
      this.#reachChanged();
    });
  }

  redraw(size: TerminalSize) {
    this.#tail.forget();
    this.resize(size);
    this.#terminal.write(emptyScreen);
  }

  reset() {
    this.#tail.forget();
    this.#terminal.write(resetSequence, () => {
      for (const mark of this.#marks.values()) mark.dispose();
      this.#marks.clear();
    });
    this.#terminal.write(showCursor);
  }

  whenTakenIn(callback: () => void) {
    this.#terminal.write(nothing, callback);
  }

  /** Whether the block's start is in the scrollback and on the buffer that shows: full-screen programs have their own. */
  reaches(block: number) {
    return this.#terminal.buffer.active.type === 'normal' && this.#marks.get(block)?.isDisposed === false;
  }

  scrollToBlock(block: number) {
    const mark = this.#marks.get(block);
    if (mark && this.reaches(block)) this.#terminal.scrollToLine(Math.max(0, mark.line - linesAbove));
  }

  scrollToNewest() {
    this.#terminal.scrollToBottom();
  }

  get isAtNewest() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY >= baseY;
  }

  /** Calls back when the lines or the scroll position changed. */
  onMoved(callback: () => void) {
    this.#terminal.onRender(callback);
  }

  /** Calls back when `reaches` may answer otherwise. */
  onReachChanged(callback: () => void) {
    this.#reachChanged = callback;
    this.#terminal.buffer.onBufferChange(callback);
  }

  #resizeNow({ columns, rows }: TerminalSize) {
    this.#terminal.resize(columns, rows);
    this.#element.dataset.columns = String(columns);
    this.#element.dataset.rows = String(rows);
    this.#fit();
  }

  #fit() {
    const { width, height } = this.#cell();
    const fontSize = this.#terminal.options.fontSize ?? firstFontSize;
    const size = { columns: this.#terminal.cols, rows: this.#terminal.rows };
    const space = this.#space();
    const fitting = fittingFontSizes(size, space, { width: width / fontSize, height: height / fontSize });
    for (const next of fitting) {
      this.#terminal.options.fontSize = next;
      const screen = this.#screen();
      if (screen.clientWidth <= space.width && screen.clientHeight <= space.height) break;
    }

    this.#element.toggleAttribute('data-taller', this.#isTallerThanPane);
    if (this.#terminal.options.fontSize !== fontSize) this.#settleScrollbar();
  }

  // xterm 6 keeps its scrollbar at the former height of a line until lines move: to one end, and back before anything is drawn.
  #settleScrollbar() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    if (baseY === 0) return;
    this.#terminal.scrollLines(viewportY > 0 ? -anyEnd : anyEnd);
    this.#terminal.scrollToLine(viewportY);
  }

  get #isTallerThanPane() {
    return this.#scroller.scrollHeight > this.#scroller.clientHeight;
  }

  #space() {
    const around = this.#around();
    return { width: this.#scroller.offsetWidth - around.width, height: this.#scroller.offsetHeight - around.height };
  }

  /** What stands between the pane's edges and the cells: paddings, borders, xterm's scrollbar. */
  #around() {
    const screen = this.#screen();
    const scroller = getComputedStyle(this.#scroller);
    return {
      width: this.#element.offsetWidth - screen.clientWidth + parseFloat(scroller.paddingLeft) + parseFloat(scroller.paddingRight),
      height: this.#element.offsetHeight - screen.clientHeight + parseFloat(scroller.paddingTop) + parseFloat(scroller.paddingBottom),
    };
  }

  #cell() {
    const screen = this.#screen();
    return { width: screen.clientWidth / this.#terminal.cols, height: screen.clientHeight / this.#terminal.rows };
  }

  #screen = () => this.#element.querySelector('.xterm-screen')!;
}
