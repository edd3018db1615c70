import { Terminal } from '@xterm/xterm';
import { SearchAddon } from '@xterm/addon-search';
import '@xterm/xterm/css/xterm.css';
import type { Screen } from '../../session/screen';
import type { Pointed, TerminalSize } from '../../wire/messages';
import { BlockMarks } from './blockMarks';
import { Fit } from './fit';
import { Highlights } from './highlights';
import { isScroll, useKeys } from './keys';
import { offerLinks, findLinks } from './links';
import { pointedBy, spansOf, type Lines } from './places';
import { makeQuiet } from './quiet';
import { chooseRenderer, type RendererChoice } from './renderer';
import * as sequences from './sequences';
import { hearClipboard } from './sessionClipboard';
import { textOfLines } from './text';
import { findColours, onColours } from './theme';
import { scrollByTouch } from './touchScroll';
import { Utf8Tail } from './utf8Tail';

const scrollback = 20_000; // lines; about 30 MB at 120 columns
const firstFontSize = 13;
const linesAbove = 1; // the prompt with the command line stands above where its output starts
const linesAboveText = 3; // something around what somebody points at

/** What somebody points at; with colour and name where it is another one. */
export type Pointing = { pointed: Pointed; colour?: string; name?: string };

/** What the page has to do with the terminal. */
export type TerminalUse = {
  label: string;
  renderer: RendererChoice;
  screenReader: boolean;
  /** The person types, and may; null: this terminal is never typed into. */
  typed: ((bytes: Uint8Array) => void) | null;
  ownKey(event: KeyboardEvent): boolean;
  copy(text: string): void;
  openLink(address: string): void;
  sessionCopies: ((text: string) => void) | null;
};

/**
 * The session's terminal in the sharer's size, by xterm.js. xterm takes writes in later, and calls a write's callback before it goes on with the next: everything that
 * must keep its place among the bytes rides on one. Where xterm fails (6.0 throws on some resizes of wide text), another one takes its place.
 */
export class TerminalView implements Screen {
  #terminal!: Terminal;
  #marks!: BlockMarks;
  #search!: SearchAddon;
  #renderer: 'webgl' | 'dom' = 'dom';
  #mayType = false;
  #size: TerminalSize = { columns: 80, rows: 24 };
  #broken: () => void = () => {};
  readonly #use: TerminalUse;
  readonly #element: HTMLElement;
  readonly #fit: Fit;
  readonly #tail = new Utf8Tail();
  readonly #highlights = new Highlights();
  #pointings: Pointing[] = [];
  readonly #pending = new Set<{ act: () => void; waits: boolean }>();
  readonly #moved: (() => void)[] = [];
  readonly #selected: (() => void)[] = [];
  readonly #stop = new AbortController();
  readonly #resized: ResizeObserver;

  constructor(element: HTMLElement, scroller: HTMLElement, use: TerminalUse) {
    this.#element = element;
    this.#use = use;
    this.#fit = new Fit(element, scroller);
    this.#make();
    const { signal } = this.#stop;
    onColours(theme => (this.#terminal.options.theme = theme), signal);
    scrollByTouch(element, () => (this.#fit.isTallerThanPane ? null : this.#fit.cell(this.#terminal).height), lines => this.#terminal.scrollLines(lines));
    this.#resized = new ResizeObserver(() => this.#fit.apply(this.#terminal));
    this.#resized.observe(scroller);
    // What xterm throws while it takes bytes in comes out in a task of its own, and it goes on with nothing after that.
    addEventListener('error', ({ error }) => error instanceof Error && this.#pending.size > 0 && this.#break(), { signal });
  }

  dispose() {
    this.#stop.abort();
    this.#resized.disconnect();
    this.#terminal.dispose();
    this.#element.replaceChildren();
  }

  // Screen ------------------------------------------------------------------------------------------------------------------------------

  write(bytes: Uint8Array) {
    this.#terminal.write(this.#tail.take(bytes));
  }

  resize(size: TerminalSize) {
    this.#then(() => this.#resizeNow(size));
  }

  markBlock(block: number) {
    this.#then(() => this.#marks.start(block));
  }

  markBlockEnd(block: number) {
    this.#then(() => this.#marks.end(block));
  }

  redraw(size: TerminalSize) {
    this.#tail.forget();
    this.resize(size);
    this.#terminal.write(sequences.emptyScreen);
  }

  reset() {
    this.#tail.forget();
    this.#terminal.write(sequences.reset);
    this.#then(() => this.#marks.clear());
    this.#terminal.write(sequences.showCursor);
  }

  whenTakenIn(callback: () => void) {
    this.#then(callback, { waits: true });
  }

  onBroken(callback: () => void) {
    this.#broken = callback;
  }

  // Blocks ------------------------------------------------------------------------------------------------------------------------------

  /** Whether the block's start is in the scrollback and on the buffer that shows: full-screen programs have their own. */
  reaches(block: number) {
    return this.#isNormal && this.#marks.linesOf(block) !== null;
  }

  scrollToBlock(block: number) {
    const lines = this.reaches(block) ? this.#marks.linesOf(block) : null;
    if (lines) this.#terminal.scrollToLine(Math.max(0, lines.first - linesAbove));
  }

  /** The block's output as text; null where it is not in the terminal. */
  textOf(block: number): string | null {
    const lines = this.#marks.linesOf(block);
    return lines && textOfLines(this.#terminal.buffer.normal, lines.first, lines.last);
  }

  /** The block at a point of the page. */
  blockAt(clientY: number): number | null {
    const box = this.#screen().getBoundingClientRect();
    if (!this.#isNormal || clientY < box.top || clientY > box.bottom) return null;
    return this.#marks.at(this.#terminal.buffer.active.viewportY + Math.floor((clientY - box.top) / this.#fit.cell(this.#terminal).height));
  }

  // Pointing ----------------------------------------------------------------------------------------------------------------------------

  /** Shows what is pointed at, wherever its lines move; what is not here is left out. */
  show(pointings: Pointing[]) {
    this.#pointings = pointings;
    this.#drawHighlights();
  }

  /** What the selected text is for others. */
  get pointed(): Pointed | null {
    const selected = this.#terminal.getSelectionPosition();
    return selected ? pointedBy(this.#lines, { line: selected.start.y, column: selected.start.x }, { line: selected.end.y, column: selected.end.x }) : null;
  }

  /** Whether what is pointed at is in this terminal. */
  holds(pointed: Pointed) {
    return spansOf(this.#lines, pointed).length > 0;
  }

  /** Scrolls to what is pointed at, unless it is in view. */
  scrollTo(pointed: Pointed) {
    const [span] = spansOf(this.#lines, pointed);
    const { viewportY } = this.#terminal.buffer.active;
    if (span && (span.first < viewportY || span.first >= viewportY + this.#terminal.rows - 1)) this.#terminal.scrollToLine(Math.max(0, span.first - linesAboveText));
  }

  /** Calls back when the person scrolls by hand. */
  onScrolled(callback: () => void) {
    const { signal } = this.#stop;
    this.#element.addEventListener('wheel', callback, { passive: true, capture: true, signal });
    this.#element.addEventListener('touchmove', callback, { passive: true, capture: true, signal });
    this.#element.addEventListener('pointerdown', ({ target }) => (target as Element).closest('.scrollbar') && callback(), { capture: true, signal });
    this.#element.addEventListener('keydown', event => !this.#mayType && isScroll(event) && callback(), { capture: true, signal });
  }

  get #lines(): Lines {
    const { active } = this.#terminal.buffer;
    return {
      columns: this.#terminal.cols,
      length: active.length,
      screen: active.baseY,
      isAlternate: active.type === 'alternate',
      isWrapped: line => active.getLine(line)?.isWrapped ?? false,
      blockAt: line => this.#marks.outputAt(line),
      linesOf: block => this.#marks.linesOf(block),
    };
  }

  // Reading -----------------------------------------------------------------------------------------------------------------------------

  get selection() {
    return this.#terminal.getSelection();
  }

  clearSelection() {
    this.#terminal.clearSelection();
  }

  /** What can be seen of the screen just now. */
  get visibleText() {
    const { viewportY } = this.#terminal.buffer.active;
    return textOfLines(this.#terminal.buffer.active, viewportY, viewportY + this.#terminal.rows - 1);
  }

  /** Web addresses on the screen, each once. */
  get links() {
    return [...new Set(findLinks(this.visibleText.replaceAll('\n', ' \n')).map(({ address }) => address))];
  }

  /** Finds the next or previous place of a text, upwards from what shows; `found` hears how many there are. */
  find(text: string, where: 'older' | 'newer') {
    const options = { caseSensitive: /\p{Lu}/u.test(text), decorations: findColours() };
    return where === 'older' ? this.#search.findPrevious(text, options) : this.#search.findNext(text, options);
  }

  onFound(callback: (found: { index: number; count: number }) => void) {
    this.#found = callback;
  }

  endFind() {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }

  #found: (found: { index: number; count: number }) => void = () => {};

  // Moving ------------------------------------------------------------------------------------------------------------------------------

  scrollToNewest() {
    this.#terminal.scrollToBottom();
  }

  scrollToOldest() {
    this.#terminal.scrollToTop();
  }

  get isAtNewest() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY >= baseY;
  }

  get isAtOldest() {
    return this.#terminal.buffer.active.viewportY === 0;
  }

  /** Calls back when the lines, the scroll position or the buffer changed. */
  onMoved(callback: () => void) {
    this.#moved.push(callback);
  }

  onSelected(callback: () => void) {
    this.#selected.push(callback);
  }

  zoom(steps: -1 | 0 | 1) {
    this.#fit.zoom(steps);
    this.#fit.apply(this.#terminal);
  }

  // Typing ------------------------------------------------------------------------------------------------------------------------------

  focus() {
    this.#terminal.focus();
  }

  get isFocused() {
    return this.#element.contains(document.activeElement);
  }

  /** Whether keys go to the session while the terminal has the focus. */
  set mayType(may: boolean) {
    this.#mayType = may;
    this.#terminal.options.disableStdin = !may;
    this.#terminal.textarea?.setAttribute('aria-label', `${this.#use.label}. ${may ? 'What you type goes to it.' : 'Arrow and page keys scroll.'}`);
  }

  get mayType() {
    return this.#mayType;
  }

  /** Types as if from the keyboard. */
  type(text: string) {
    if (this.#mayType) this.#terminal.input(text);
  }

  /** Pastes as from the clipboard; in a program that wants to know, marked as pasted. */
  paste(text: string) {
    if (this.#mayType) this.#terminal.paste(text);
  }

  get modes() {
    return this.#terminal.modes;
  }

  // Inside ------------------------------------------------------------------------------------------------------------------------------

  /** Does something when everything before is taken in. Who only waits for that is called back even if this terminal breaks. */
  #then(act: () => void, { waits = false } = {}) {
    const pending = { act, waits };
    this.#pending.add(pending);
    this.#terminal.write(sequences.nothing, () => {
      if (!this.#pending.delete(pending)) return; // of a terminal that is no more
      try {
        act();
      } catch (error) {
        console.warn('The terminal failed, and is made anew.', error);
        this.#break();
      }
    });
  }

  #make() {
    this.#terminal = new Terminal({
      allowProposedApi: true, // decorations of what was found
      disableStdin: !this.#mayType,
      logLevel: 'off', // what the session writes is nothing for a log
      cursorInactiveStyle: 'outline',
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
      fontSize: firstFontSize,
      minimumContrastRatio: 3,
      screenReaderMode: this.#use.screenReader,
      cols: this.#size.columns,
      rows: this.#size.rows,
      scrollback,
    });
    const terminal = this.#terminal;
    this.#marks = new BlockMarks(terminal);
    this.#search = new SearchAddon();
    makeQuiet(terminal);
    useKeys(terminal, { typing: () => this.#mayType, own: event => this.#use.ownKey(event), copySelection: () => this.#use.copy(this.selection) });
    offerLinks(terminal, address => this.#use.openLink(address));
    hearClipboard(terminal, text => this.#use.sessionCopies?.(text));
    terminal.open(this.#element);
    terminal.loadAddon(this.#search);
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) => this.#found({ index: resultIndex, count: resultCount }));
    terminal.onData(data => this.#mayType && this.#use.typed?.(new TextEncoder().encode(data)));
    terminal.onRender(() => this.#haveMoved());
    terminal.onSelectionChange(() => this.#selected.forEach(tell => tell()));
    this.#highlights.attachTo(this.#screen());
    this.mayType = this.#mayType;
    void chooseRenderer(terminal, this.#use.renderer, () => terminal === this.#terminal).then(renderer => this.#drawsBy(renderer));
    this.#resizeNow(this.#size);
    terminal.write(sequences.showCursor);
  }

  #drawsBy(renderer: 'webgl' | 'dom') {
    this.#renderer = renderer;
    this.#element.dataset.renderer = this.#renderer;
    this.#fit.apply(this.#terminal);
  }

  /** Another terminal takes the place of this one. */
  #break() {
    const waiting = [...this.#pending].filter(({ waits }) => waits);
    this.#pending.clear();
    this.#tail.forget();
    const hadFocus = this.isFocused;
    try {
      this.#terminal.dispose();
    } catch {
      // It is broken.
    }
    this.#element.replaceChildren();
    this.#make();
    if (hadFocus) this.focus();
    this.#broken();
    for (const { act } of waiting) act();
  }

  #resizeNow(size: TerminalSize) {
    this.#size = size;
    this.#terminal.resize(size.columns, size.rows);
    this.#element.dataset.columns = String(size.columns);
    this.#element.dataset.rows = String(size.rows);
    this.#fit.apply(this.#terminal);
  }

  #haveMoved() {
    this.#drawHighlights();
    for (const tell of this.#moved) tell();
  }

  #drawHighlights() {
    const lines = this.#lines;
    const { viewportY } = this.#terminal.buffer.active;
    this.#highlights.draw(
      this.#pointings.flatMap(({ pointed, colour, name }) => spansOf(lines, pointed).map(span => ({ ...span, ...(colour === undefined ? {} : { colour }), ...(name === undefined ? {} : { name }) }))),
      { viewportY, rows: this.#terminal.rows, columns: this.#terminal.cols, cell: this.#fit.cell(this.#terminal) },
    );
  }

  get #isNormal() {
    return this.#terminal.buffer.active.type === 'normal';
  }

  #screen = () => this.#element.querySelector('.xterm-screen')!;
}
