import type { ShownBlock } from '../session/blocks';
import { BlockItem } from './blockItem';
import { onNextFrame } from './onNextFrame';

/** What the list asks the terminal. */
export type Reach = { reaches(block: number): boolean; scrollToBlock(block: number): void };

const whyNot = 'Its output is not in the terminal just now.';

/** The session's commands, newest at the bottom, which stays in view unless the person scrolled away. */
export class BlockList {
  readonly #list: HTMLElement;
  readonly #count: HTMLElement;
  readonly #reach: Reach;
  readonly #items = new Map<number, BlockItem>();
  readonly #changed = new Map<number, ShownBlock>();
  readonly #draw = onNextFrame(() => this.#drawNow());
  #newest = 0;

  constructor(list: HTMLElement, count: HTMLElement, reach: Reach) {
    this.#list = list;
    this.#count = count;
    this.#reach = reach;
  }

  show(block: ShownBlock) {
    this.#changed.set(block.number, block);
    this.#draw();
  }

  clear() {
    this.#changed.clear();
    this.#items.clear();
    this.#list.replaceChildren();
    this.#newest = 0;
    this.#draw();
  }

  /** The terminal shows another buffer, or has lost or won the start of a block. */
  reachChanged() {
    this.#draw();
  }

  #drawNow() {
    const scroller = this.#list.parentElement!;
    const following = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 8;
    for (const block of this.#changed.values()) this.#put(block);
    this.#changed.clear();
    this.#count.textContent = String(this.#items.size);
    for (const [number, item] of this.#items) item.enable(this.#reach.reaches(number), whyNot);
    if (following) scroller.scrollTop = scroller.scrollHeight;
  }

  #put(block: ShownBlock) {
    const shown = this.#items.get(block.number);
    if (shown) return shown.fill(block);

    const item = new BlockItem(block, () => this.#choose(block.number));
    this.#list.insertBefore(item.element, this.#following(block.number));
    this.#items.set(block.number, item);
    this.#newest = Math.max(this.#newest, block.number);
  }

  /** The item before which a block belongs; blocks recalled from the history come after newer ones. */
  #following(block: number): Element | null {
    if (block > this.#newest) return null;
    return [...this.#list.children].find(item => Number((item as HTMLElement).dataset.block) > block) ?? null;
  }

  #choose(block: number) {
    for (const [number, item] of this.#items) item.mark(number === block);
    this.#reach.scrollToBlock(block);
  }
}
