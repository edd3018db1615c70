import type { IMarker, Terminal } from '@xterm/xterm';

/** Where blocks start and end among the terminal's lines; xterm keeps the marks at their lines as these move. */
export class BlockMarks {
  readonly #starts = new Map<number, IMarker>();
  readonly #ends = new Map<number, IMarker>();
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  start(block: number) {
    const { type } = this.#terminal.buffer.active;
    if (type !== 'normal') return;
    const mark = this.#terminal.registerMarker();
    mark.onDispose(() => this.#starts.get(block) === mark && this.#starts.delete(block));
    this.#starts.set(block, mark);
  }

  end(block: number) {
    if (this.#terminal.buffer.active.type !== 'normal') return;
    // Where the cursor stands at a line's start, the block ends on the line above.
    const mark = this.#terminal.registerMarker(this.#terminal.buffer.active.cursorX === 0 ? -1 : 0);
    mark.onDispose(() => this.#ends.get(block) === mark && this.#ends.delete(block));
    this.#ends.set(block, mark);
  }

  clear() {
    for (const mark of [...this.#starts.values(), ...this.#ends.values()]) mark.dispose();
    this.#starts.clear();
    this.#ends.clear();
  }

  /** The lines of a block: its first, and its last or, while it runs, the cursor's; the one before the first where it wrote none. Null where its start is not in the terminal. */
  linesOf(block: number): { first: number; last: number } | null {
    const start = this.#starts.get(block);
    if (!start || start.isDisposed || start.line < 0) return null;
    const end = this.#ends.get(block);
    const { baseY, cursorY } = this.#terminal.buffer.normal;
    return { first: start.line, last: Math.max(start.line - 1, end && !end.isDisposed ? end.line : baseY + cursorY) };
  }

  /** The block that a line belongs to, its command line being the line above its first. */
  at(line: number): number | null {
    return this.outputAt(line + 1);
  }

  /** The block whose output begins at a line or is the last to begin above it. */
  outputAt(line: number): number | null {
    let found: { block: number; first: number } | null = null;
    for (const [block, mark] of this.#starts)
      if (mark.line <= line && (!found || mark.line > found.first)) found = { block, first: mark.line };
    return found?.block ?? null;
  }
}
