const shortest = 50; // ms
const longest = 5_000; // ms

/** How long to wait before the next try: doubling from 50 ms to 5 s, of which a random half is kept. */
export class Backoff {
  #tries = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  next(): number {
    const whole = Math.min(longest, shortest * 2 ** this.#tries++);
    return whole * (0.5 + this.#random() / 2);
  }

  restart() {
    this.#tries = 0;
  }
}
