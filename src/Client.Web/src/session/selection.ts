/** How a block is chosen: alone, with everything from the last one chosen to it, or added to and taken from the others. */
export type Choice = 'one' | 'through' | 'toggle';

/** Which blocks are selected, as in any list: click, shift, control. */
export class Selection {
  #anchor: number | null = null;
  #active: number | null = null;
  #chosen = new Set<number>();

  /** The block that the keyboard stands on. */
  get active() {
    return this.#active;
  }

  /** In order of their numbers. */
  get blocks(): number[] {
    return [...this.#chosen].sort((one, other) => one - other);
  }

  has(block: number) {
    return this.#chosen.has(block);
  }

  /** `order`: the blocks as they are listed. */
  choose(block: number, how: Choice, order: readonly number[]) {
    this.#active = block;
    if (how === 'through' && this.#anchor !== null && order.includes(this.#anchor)) {
      const [first, last] = [order.indexOf(this.#anchor), order.indexOf(block)].sort((one, other) => one - other) as [number, number];
      this.#chosen = new Set(order.slice(first, last + 1));
    } else if (how === 'toggle') {
      this.#anchor = block;
      if (!this.#chosen.delete(block)) this.#chosen.add(block);
    } else {
      this.#anchor = block;
      this.#chosen = new Set([block]);
    }
  }

  /** Steps to a neighbour in the list; null where there is none. */
  neighbour(step: number, order: readonly number[]): number | null {
    if (order.length === 0) return null;
    const at = this.#active === null ? -1 : order.indexOf(this.#active);
    if (at < 0) return order[step === Infinity || (step < 0 && step !== -Infinity) ? order.length - 1 : 0]!;
    return order[Math.min(order.length - 1, Math.max(0, at + step))]!;
  }

  clear() {
    this.#anchor = null;
    this.#active = null;
    this.#chosen.clear();
  }
}
