import type { Frame } from '../wire/frames';
import type { Block } from '../wire/messages';

/** One command of the session. Times are microseconds since the session's start. */
export type ShownBlock = {
  number: number;
  command: string | null;
  directory: string | null;
  startedAt: number;
  endedAt: number | null;
  exitCode: number | null;
  state: 'running' | 'ended' | 'unfinished';
};

/** The blocks that are known so far, from the stream's frames and from the server's history. */
export class Blocks {
  readonly #blocks = new Map<number, ShownBlock>();
  readonly #changed: (block: ShownBlock) => void;

  constructor(changed: (block: ShownBlock) => void) {
    this.#changed = changed;
  }

  start(frame: Frame & { kind: 'blockStart' }) {
    const { block: number, command, directory, at } = frame;
    this.#set({ number, command, directory, startedAt: at, endedAt: null, exitCode: null, state: 'running' });
  }

  end(frame: Frame & { kind: 'blockEnd' }) {
    const block = this.#blocks.get(frame.block);
    if (block) this.#set({ ...block, endedAt: frame.at, exitCode: frame.exitCode, state: 'ended' });
  }

  /** What the server tells of blocks whose frames are gone; the stream's own word stands. */
  recall(block: Block) {
    if (this.#blocks.has(block.number)) return;
    const { number, command = null, directory = null, startedAt, endedAt = null, exitCode = null } = block;
    this.#set({ number, command, directory, startedAt, endedAt, exitCode, state: endedAt === null ? 'running' : 'ended' });
  }

  /** The session is over, and with it what still ran. */
  breakOff() {
    for (const block of this.#blocks.values()) if (block.state === 'running') this.#set({ ...block, state: 'unfinished' });
  }

  forget() {
    this.#blocks.clear();
  }

  #set(block: ShownBlock) {
    this.#blocks.set(block.number, block);
    this.#changed(block);
  }
}
