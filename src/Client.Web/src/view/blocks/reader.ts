import { readBlock, type BlockRead } from '../../session/blockReading';
import type { ShownBlock } from '../../session/blocks';
import type { ViewerConnection } from '../../wire/connection';
import type { Pointed, Refusal, TerminalSize } from '../../wire/messages';
import { durationText } from '../duration';
import { byId, make, makeButton } from '../element';
import { icon } from '../icons';
import { TerminalView, type Pointing, type TerminalUse } from '../terminal/terminalView';
import { TextScreen } from '../terminal/textScreen';
import { commandText, outcomeText, ranByText, startOf, timeText } from './blockText';

/** Does something over the connection of this moment. */
export type Ask = (act: (connection: ViewerConnection) => Promise<{ refused?: Refusal | null }>) => Promise<{ refused?: Refusal | null }>;

export type ReaderUse = {
  ask: Ask;
  size(): TerminalSize;
  newest(): number;
  sessionStart(): number;
  terminal: TerminalUse;
  beside(block: number, step: 1 | -1): ShownBlock | null;
  /** Text was selected, or none is any more. */
  selected(pointed: Pointed | null): void;
  /** The person scrolled by hand. */
  scrolled(): void;
  /** Another block is open, or none. */
  moved(): void;
  closed(): void;
};

const inFull = (block: ShownBlock, newest: number) => block.last ?? newest;

/** A block whose output is not in the terminal any more, drawn from the session's history in a terminal of its own, over the live one. */
export class BlockReader {
  readonly #element = byId('reader');
  readonly #use: ReaderUse;
  #stop = new AbortController();
  #terminal: TerminalView | null = null;
  #block: ShownBlock | null = null;
  #pointings: Pointing[] = [];

  constructor(use: ReaderUse) {
    this.#use = use;
    this.#element.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  get block() {
    return this.#block?.number ?? null;
  }

  /** What others point at. */
  set pointings(pointings: Pointing[]) {
    this.#pointings = pointings;
    this.#terminal?.show(pointings);
  }

  scrollTo(pointed: Pointed) {
    this.#terminal?.scrollTo(pointed);
  }

  /** `quiet`: the focus stays where it is. */
  async open(block: ShownBlock, { quiet = false } = {}) {
    this.#end();
    this.#block = block;
    this.#use.moved();
    const screen = make('div', 'screen');
    const scroller = make('div', 'scroller', screen);
    const state = make('p', 'reader-state', 'Reading…');
    state.setAttribute('role', 'status');
    this.#element.replaceChildren(this.#head(block), state, make('div', 'reader-pane', scroller));
    this.#element.hidden = false;
    if (!quiet) this.#element.querySelector<HTMLElement>('h2')?.focus();

    const { signal } = this.#stop;
    const terminal = new TerminalView(screen, scroller, { ...this.#use.terminal, label: `Output of block ${block.number}`, typed: null, sessionCopies: null });
    this.#terminal = terminal;
    terminal.show(this.#pointings);
    terminal.onSelected(() => this.#use.selected(terminal.pointed));
    terminal.onScrolled(() => this.#use.scrolled());
    terminal.resize(this.#use.size());
    const read = await this.#read(block, terminal, signal);
    if (signal.aborted) return;
    terminal.scrollToBlock(block.number);
    state.textContent = 'refused' in read ? read.refused.text : read.whole ? '' : 'This is the beginning: the block has more output than a page shows.';
    state.hidden = state.textContent === '';
  }

  close() {
    if (this.#element.hidden) return;
    const hadFocus = this.#element.contains(document.activeElement);
    this.#end();
    this.#block = null;
    this.#element.hidden = true;
    this.#use.selected(null);
    this.#use.moved();
    if (hadFocus) this.#use.closed();
  }

  /** A block's output as text, from the session's history. */
  async textOf(block: ShownBlock): Promise<string | Refusal> {
    const screen = new TextScreen(this.#use.size());
    try {
      const read = await this.#read(block, screen, new AbortController().signal);
      return 'refused' in read ? read.refused : screen.textOf(block.number);
    } finally {
      screen.dispose();
    }
  }

  async #read(block: ShownBlock, screen: TerminalView | TextScreen, signal: AbortSignal): Promise<BlockRead> {
    let read: BlockRead = { whole: false };
    const { refused } = await this.#use.ask(async connection => {
      read = await readBlock(connection, block, inFull(block, this.#use.newest()), screen, signal);
      return {};
    });
    return refused ? { refused } : read;
  }

  #end() {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#terminal?.dispose();
    this.#terminal = null;
  }

  #head(block: ShownBlock): HTMLElement {
    const title = make('h2', 'command', commandText(block));
    title.tabIndex = -1;
    const took = block.endedAt === null ? null : durationText(block.endedAt - block.startedAt);
    const facts = [`Block ${block.number}`, outcomeText(block), took, ranByText(block), timeText(startOf(block, this.#use.sessionStart())), block.directory];
    const beside = (step: 1 | -1, label: string) => {
      const other = this.#use.beside(block.number, step);
      const button = makeButton('icon-button', icon(step < 0 ? 'up' : 'down'), () => other && void this.open(other), label);
      button.disabled = other === null;
      return button;
    };
    return make(
      'header',
      'reader-head',
      make('div', 'reader-title', title, make('p', 'soft', facts.filter(fact => fact !== null).join(' · '))),
      beside(-1, 'Block before'),
      beside(1, 'Block behind'),
      makeButton('small', 'Back to live', () => this.close()),
    );
  }
}
