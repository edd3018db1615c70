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
  readonly #endsOfUnknown = new Map<number, Pick<ShownBlock, 'endedAt' | 'exitCode'>>();

  constructor(changed: (block: ShownBlock) => void) {
    this.#changed = changed;
  }

  start(frame: Frame & { kind: 'blockStart' }) {
    const { block: number, command, directory, at } = frame;
    this.#set({ number, command, directory, startedAt: at, endedAt: null, exitCode: null, state: 'running' });
  }

  end(frame: Frame & { kind: 'blockEnd' }) {
    const end = { endedAt: frame.at, exitCode: frame.exitCode };
    const block = this.#blocks.get(frame.block);
    if (block) this.#set({ ...block, ...end, state: 'ended' });
    else this.#endsOfUnknown.set(frame.block, end);
  }

  /** What the server tells of blocks whose frames did not come; the stream's own word stands, except that a command has ended meanwhile. */
  recall(block: Block) {
    const known = this.#blocks.get(block.number);
    if (known && (known.state !== 'running' || (block.endedAt ?? null) === null)) return;
    const { number, command = null, directory = null, startedAt } = block;
    const { endedAt = null, exitCode = null } = this.#endsOfUnknown.get(number) ?? block;
    this.#set({ number, command, directory, startedAt, endedAt, exitCode, state: endedAt === null ? 'running' : 'ended' });
  }

  /** The session is over, and with it what still ran. */
  breakOff() {
    for (const block of this.#blocks.values()) if (block.state === 'running') this.#set({ ...block, state: 'unfinished' });
  }

  forget() {
    this.#blocks.clear();
    this.#endsOfUnknown.clear();
  }

  #set(block: ShownBlock) {
    this.#blocks.set(block.number, block);
    this.#changed(block);
  }
}
