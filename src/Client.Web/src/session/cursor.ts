import type { Frame } from '../wire/frames';

/** Frames between the cursor and these are missing. */
export class Gap extends Error {}

/** Payload bytes before now that a page would like to have, so that there is something to scroll back to. */
const back = 1024 * 1024;

/** The newest frame that was handed to the screen: where a lost stream goes on, so that no frame is lost or doubled. */
export class Cursor {
  #sequence = 0;
  #epoch: number | null = null;
  #back = back;

  get sequence() {
    return this.#sequence;
  }

  get atStart() {
    return this.#sequence === 0;
  }

  /** What `Watch` is asked for. */
  get place(): { after: number | null; epoch: number | null; back?: number } {
    return this.atStart ? { after: null, epoch: null, back: this.#back } : { after: this.#sequence, epoch: this.#epoch };
  }

  /**
   * The frames that are new, and moves behind them. At the start the first may be any; later only what lies before `oldest`, the first frame that the server
   * still has, may be missing.
   */
  take(frames: Frame[], epoch: number, oldest: number): Frame[] {
    const fresh = frames.filter(frame => frame.sequence > this.#sequence);
    const first = fresh[0];
    const last = fresh.at(-1);
    if (!first || !last) return [];

    if (!this.atStart && first.sequence > Math.max(this.#sequence + 1, oldest)) throw new Gap(`Expected ${this.#sequence + 1}, got ${first.sequence}.`);
    this.#sequence = last.sequence;
    this.#epoch = epoch;
    return fresh;
  }

  /** Frames up to `sequence` are left out. */
  passOver(sequence: number) {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  /** Whether something that was shown lies above `sequence`, and so is void. */
  isAbove(sequence: number) {
    return this.#sequence > sequence;
  }

  /** Begins anew; `fromNewest`: with the newest keyframe and nothing before it. */
  restart({ fromNewest = false } = {}) {
    this.#sequence = 0;
    this.#epoch = null;
    this.#back = fromNewest ? 0 : back;
  }
}
