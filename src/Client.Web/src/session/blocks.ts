import type { Frame } from '../wire/frames';
import type { Block, Person } from '../wire/messages';

/** One command of the session. Times are microseconds since the session's start; frames `first` to `last` are its output, `last` null while it runs. */
export type ShownBlock = {
  number: number;
  command: string | null;
  directory: string | null;
  first: number;
  last: number | null;
  startedAt: number;
  endedAt: number | null;
  exitCode: number | null;
  /** Who of the others started it; null: the sharer. */
  ranBy: Person | null;
  state: 'running' | 'ended' | 'unfinished';
};

/** The blocks that are known so far, from the stream's frames and from the server's history. */
export class Blocks {
  readonly #blocks = new Map<number, ShownBlock>();
  readonly #changed: (block: ShownBlock) => void;
  readonly #endsOfUnknown = new Map<number, Pick<ShownBlock, 'endedAt' | 'exitCode' | 'last'>>();
  #oldest = Infinity;
  #newest = 0;

  constructor(changed: (block: ShownBlock) => void) {
    this.#changed = changed;
  }

  /** The lowest number that is known; Infinity when there is none. */
  get oldest() {
    return this.#oldest;
  }

  /** The highest number that is known; 0 when there is none. */
  get newest() {
    return this.#newest;
  }

  get(number: number): ShownBlock | null {
    return this.#blocks.get(number) ?? null;
  }

  start(frame: Frame & { kind: 'blockStart' }) {
    const { block: number, command, directory, ranBy, at, sequence: first } = frame;
    this.#set({ number, command, directory, first, last: null, startedAt: at, endedAt: null, exitCode: null, ranBy, state: 'running' });
  }

  end(frame: Frame & { kind: 'blockEnd' }) {
    const end = { endedAt: frame.at, exitCode: frame.exitCode, last: frame.sequence };
    const block = this.#blocks.get(frame.block);
    if (block) this.#set({ ...block, ...end, state: 'ended' });
    else this.#endsOfUnknown.set(frame.block, end);
  }

  /** What the server tells of blocks whose frames did not come; the stream's own word stands, except that a command has ended meanwhile. */
  recall(block: Block) {
    const known = this.#blocks.get(block.number);
    if (known && (known.state !== 'running' || (block.endedAt ?? null) === null)) return;
    const { number, command = null, directory = null, ranBy = null, startedAt, firstSequence: first } = block;
    const heard = this.#endsOfUnknown.get(number);
    const { endedAt = null, exitCode = null } = heard ?? block;
    const last = heard?.last ?? block.lastSequence ?? null;
    this.#set({ number, command, directory, first, last, startedAt, endedAt, exitCode, ranBy, state: endedAt === null ? 'running' : 'ended' });
  }

  /** The session is over, and with it what still ran. */
  breakOff() {
    for (const block of this.#blocks.values()) if (block.state === 'running') this.#set({ ...block, state: 'unfinished' });
  }

  forget() {
    this.#blocks.clear();
    this.#endsOfUnknown.clear();
    this.#oldest = Infinity;
    this.#newest = 0;
  }

  #set(block: ShownBlock) {
    this.#blocks.set(block.number, block);
    this.#oldest = Math.min(this.#oldest, block.number);
    this.#newest = Math.max(this.#newest, block.number);
    this.#changed(block);
  }
}
