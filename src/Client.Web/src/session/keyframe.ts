import type { Frame } from '../wire/frames';
import type { TerminalSize } from '../wire/messages';

/** A whole screen: its parts, written to an emptied terminal of its size, show it. */
export type Keyframe = { size: TerminalSize; parts: Uint8Array[] };

/** Puts a keyframe together from its frames; one that is broken off is let go. */
export class KeyframeAssembly {
  #open: Keyframe | null = null;

  /** Takes the next frame; answers the keyframe that it completes. */
  take(frame: Frame): Keyframe | null {
    if (frame.kind !== 'keyframe') {
      this.#open = null;
      return null;
    }

    if (frame.size) this.#open = { size: frame.size, parts: [] };
    this.#open?.parts.push(frame.bytes);
    if (!frame.isLast) return null;

    const whole = this.#open;
    this.#open = null;
    return whole;
  }
}
