const every = 64 * 1024; // encoded bytes, as docs/protocol.md suggests
const idleAfter = 200; // ms

/** Tells the server what the screen has taken in: every 64 KiB, and once nothing more comes. A slow page so slows only itself. */
export class Acknowledgement {
  #unsaid = 0;
  #sequence = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #seen: (sequence: number) => void;

  constructor(seen: (sequence: number) => void) {
    this.#seen = seen;
  }

  tookIn(sequence: number, encodedBytes: number) {
    this.#sequence = sequence;
    this.#unsaid += encodedBytes;
    if (this.#unsaid >= every) this.#say();
    else this.#timer ??= setTimeout(() => this.#say(), idleAfter);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #say() {
    this.stop();
    this.#unsaid = 0;
    this.#seen(this.#sequence);
  }
}
