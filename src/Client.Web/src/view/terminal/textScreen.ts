import { Terminal } from '@xterm/xterm';
import type { Screen } from '../../session/screen';
import type { TerminalSize } from '../../wire/messages';
import { BlockMarks } from './blockMarks';
import * as sequences from './sequences';
import { textOfLines } from './text';

const scrollback = 100_000; // lines

/** A terminal that nobody sees: what blocks wrote, read out as text. */
export class TextScreen implements Screen {
  readonly #terminal: Terminal;
  readonly #marks: BlockMarks;

  constructor(size: TerminalSize) {
    this.#terminal = new Terminal({ allowProposedApi: true, logLevel: 'off', scrollback, cols: size.columns, rows: size.rows });
    this.#marks = new BlockMarks(this.#terminal);
  }

  textOf(block: number): string {
    const lines = this.#marks.linesOf(block);
    return lines ? textOfLines(this.#terminal.buffer.normal, lines.first, lines.last) : '';
  }

  dispose() {
    this.#terminal.dispose();
  }

  write(bytes: Uint8Array) {
    this.#terminal.write(bytes);
  }

  resize({ columns, rows }: TerminalSize) {
    this.#then(() => this.#terminal.resize(columns, rows));
  }

  markBlock(block: number) {
    this.#then(() => this.#marks.start(block));
  }

  markBlockEnd(block: number) {
    this.#then(() => this.#marks.end(block));
  }

  redraw(size: TerminalSize) {
    this.resize(size);
    this.#terminal.write(sequences.emptyScreen);
  }

  reset() {
    this.#terminal.write(sequences.reset);
  }

  whenTakenIn(callback: () => void) {
    this.#then(callback);
  }

  // One that breaks is given up with its error.
  onBroken() {}

  #then(act: () => void) {
    this.#terminal.write(sequences.nothing, act);
  }
}
