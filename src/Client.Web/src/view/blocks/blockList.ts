import type { ShownBlock } from '../../session/blocks';
import { Selection, type Choice } from '../../session/selection';
import type { Pointed } from '../../wire/messages';
import { byId } from '../element';
import { fitting } from '../match';
import { onNextFrame } from '../onNextFrame';
import type { Pointing } from '../terminal/terminalView';
import { BlockItem } from './blockItem';

/** What the list is for. */
export type BlockUse = {
  jump(block: number): void;
  selected(blocks: number[]): void;
  /** The actions of the selected blocks are asked for. */
  menu(): void;
  copy(): void;
  loadOlder(): Promise<void>;
};

const nearTop = 120; // px: older ones are asked for before the end is reached

/** The session's commands, newest at the bottom, which stays in view unless the person scrolled away; older ones load as they are scrolled to or searched for. */
export class BlockList {
  readonly #list = byId('block-list');
  readonly #scroller = byId('block-scroller');
  readonly #count = byId('blocks-count');
  readonly #filter = byId<HTMLInputElement>('block-filter');
  readonly #empty = byId('no-blocks');
  readonly #older = byId<HTMLButtonElement>('older-blocks');
  readonly #use: BlockUse;
  readonly #blocks = new Map<number, ShownBlock>();
  readonly #items = new Map<number, BlockItem>();
  readonly #changed = new Set<number>();
  readonly #selection = new Selection();
  readonly #draw = onNextFrame(() => this.#drawNow());
  #order: number[] = [];
  #pointings: readonly Required<Pointing>[] = [];
  #pointed = new Set<number>();
  #reorder = false;
  #hasOlder = false;
  #loading = false;
  #sessionStart = 0;

  constructor(use: BlockUse) {
    this.#use = use;
    this.#scroller.addEventListener('scroll', () => this.#scroller.scrollTop < nearTop && void this.#loadOlder(), { passive: true });
    this.#older.addEventListener('click', () => void this.#loadOlder());
    this.#filter.addEventListener('input', () => {
      this.#reorder = true;
      this.#draw();
      if (this.#filter.value.trim() !== '') void this.#loadAll();
    });
    this.#filter.addEventListener('keydown', event => this.#leaveFilter(event));
    this.#list.addEventListener('click', event => this.#click(event));
    this.#list.addEventListener('contextmenu', event => this.#contextMenu(event));
    this.#list.addEventListener('keydown', event => this.#key(event));
    this.#list.addEventListener('focus', () => this.#selection.active === null && this.#mark());
  }

  /** When the session was first shared, in milliseconds. */
  set sessionStart(milliseconds: number) {
    this.#sessionStart = milliseconds;
  }

  get selected() {
    return this.#selection.blocks;
  }

  get(number: number) {
    return this.#blocks.get(number) ?? null;
  }

  get size() {
    return this.#blocks.size;
  }

  /** The numbers that are known, in order. */
  get numbers(): number[] {
    return [...this.#blocks.keys()].sort((one, other) => one - other);
  }

  get newest(): number | null {
    return this.numbers.at(-1) ?? null;
  }

  /** The number before or after one. */
  beside(number: number, step: 1 | -1): number | null {
    const { numbers } = this;
    return numbers[numbers.indexOf(number) + step] ?? null;
  }

  show(block: ShownBlock) {
    this.#reorder ||= !this.#blocks.has(block.number);
    this.#blocks.set(block.number, block);
    this.#changed.add(block.number);
    this.#draw();
  }

  olderBlocks(some: boolean) {
    this.#hasOlder = some;
    this.#draw();
  }

  clear() {
    this.#blocks.clear();
    this.#items.clear();
    this.#changed.clear();
    this.#selection.clear();
    this.#hasOlder = false;
    this.#reorder = true;
    this.#draw();
    this.#use.selected([]);
  }

  clearSelection() {
    this.#selection.clear();
    this.#mark();
    this.#use.selected([]);
  }

  select(block: number, how: Choice = 'one') {
    this.#selection.choose(block, how, this.#order);
    this.#mark();
    this.#use.selected(this.#selection.blocks);
  }

  /** Shows what others point at. */
  point(pointings: readonly Required<Pointing>[]) {
    this.#pointings = pointings;
    this.#draw();
  }

  focus() {
    this.#list.focus();
  }

  search() {
    this.#filter.focus();
    this.#filter.select();
  }

  #drawNow() {
    const following = this.#scroller.scrollTop + this.#scroller.clientHeight >= this.#scroller.scrollHeight - 8;
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    for (const number of this.#changed) this.#fill(number);
    this.#changed.clear();
    if (this.#reorder) this.#arrange();
    this.#reorder = false;
    this.#point();

    this.#count.textContent = this.#blocks.size === 0 ? '' : this.#hasOlder ? `${this.#blocks.size}+` : String(this.#blocks.size);
    this.#older.hidden = !this.#hasOlder;
    this.#empty.hidden = this.#order.length > 0;
    this.#empty.textContent = this.#blocks.size === 0 ? 'No command yet.' : 'No command fits.';
    // What comes above must not move what is looked at.
    this.#scroller.scrollTop = following ? this.#scroller.scrollHeight : this.#scroller.scrollHeight - fromEnd;
  }

  #fill(number: number) {
    const block = this.#blocks.get(number);
    if (!block) return;
    const item = this.#items.get(number) ?? new BlockItem(number);
    this.#items.set(number, item);
    item.fill(block, this.#sessionStart);
  }

  #arrange() {
    const inOrder = [...this.#blocks.values()].sort((one, other) => one.number - other.number);
    const typed = this.#filter.value;
    const shown = typed.trim() === '' ? inOrder : new Set(fitting(inOrder, block => `${block.command ?? ''} ${block.directory ?? ''}`, typed));
    this.#order = inOrder.filter(block => !(shown instanceof Set) || shown.has(block)).map(({ number }) => number);

    // Only what is new is put in: the list may be long.
    const wanted = new Set(this.#order);
    for (const child of [...this.#list.children]) if (!wanted.has(Number((child as HTMLElement).dataset.block))) child.remove();
    let next = this.#list.firstElementChild;
    for (const number of this.#order) {
      const { element } = this.#items.get(number)!;
      if (element === next) next = next.nextElementSibling;
      else this.#list.insertBefore(element, next);
    }
    this.#mark();
  }

  #mark() {
    const { active } = this.#selection;
    for (const [number, item] of this.#items) item.mark(this.#selection.has(number), number === active);
    if (active !== null && this.#order.includes(active)) this.#list.setAttribute('aria-activedescendant', `block-${active}`);
    else this.#list.removeAttribute('aria-activedescendant');
  }

  #point() {
    const pointers = new Map<number, Required<Pointing>[]>();
    for (const pointing of this.#pointings) for (const block of blocksOf(pointing.pointed, this.#order)) pointers.set(block, [...(pointers.get(block) ?? []), pointing]);
    for (const block of this.#pointed) if (!pointers.has(block)) this.#items.get(block)?.point([]);
    for (const [block, people] of pointers) this.#items.get(block)?.point(people.map(({ name, colour }) => ({ name, colour })));
    this.#pointed = new Set(pointers.keys());
  }

  #blockOf(event: Event): number | null {
    const item = (event.target as Element).closest<HTMLElement>('.block');
    return item ? Number(item.dataset.block) : null;
  }

  #click(event: MouseEvent) {
    const block = this.#blockOf(event);
    if (block === null) return;
    const how = event.shiftKey ? 'through' : event.ctrlKey || event.metaKey ? 'toggle' : 'one';
    this.select(block, how);
    if (how === 'one') this.#use.jump(block);
  }

  #contextMenu(event: MouseEvent) {
    const block = this.#blockOf(event);
    if (block === null) return;
    event.preventDefault();
    if (!this.#selection.has(block)) this.select(block);
    this.#use.menu();
  }

  #key(event: KeyboardEvent) {
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    const steps: Partial<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    const step = steps[key];
    if (step !== undefined) this.#step(step, shiftKey ? 'through' : 'one');
    else if (key === 'Enter' && this.#selection.active !== null) this.#use.jump(this.#selection.active);
    else if (key === ' ' && this.#selection.active !== null) this.select(this.#selection.active, 'toggle');
    else if (key === 'Escape' && this.selected.length > 0) this.clearSelection();
    else if (control && key === 'a') this.#selectAll();
    else if (control && key === 'c' && this.selected.length > 0) this.#use.copy();
    else if ((key === 'ContextMenu' || (shiftKey && key === 'F10')) && this.selected.length > 0) this.#use.menu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(step: number, how: Choice) {
    const next = this.#selection.neighbour(step, this.#order);
    if (next === null) return;
    this.select(next, how);
    this.#items.get(next)?.element.scrollIntoView({ block: 'nearest' });
    if (this.#order[0] === next) void this.#loadOlder();
  }

  #selectAll() {
    const [first, last] = [this.#order[0], this.#order.at(-1)];
    if (first === undefined || last === undefined) return;
    this.#selection.choose(first, 'one', this.#order);
    this.select(last, 'through');
  }

  #leaveFilter(event: KeyboardEvent) {
    if (event.key === 'Escape' && this.#filter.value !== '') {
      this.#filter.value = '';
      this.#filter.dispatchEvent(new Event('input'));
      event.stopPropagation();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      this.#list.focus();
      this.#step(event.key === 'Enter' ? Infinity : 1, 'one');
      if (event.key === 'Enter' && this.#selection.active !== null) this.#use.jump(this.#selection.active);
      event.preventDefault();
    }
  }

  async #loadOlder() {
    if (!this.#hasOlder || this.#loading) return;
    this.#loading = true;
    try {
      await this.#use.loadOlder();
    } finally {
      this.#loading = false;
    }
  }

  // A search looks through all of them.
  async #loadAll() {
    for (let known = -1; this.#hasOlder && this.#blocks.size > known && this.#filter.value.trim() !== ''; ) {
      known = this.#blocks.size;
      await this.#loadOlder();
    }
  }
}

/** The blocks in which something lies that is pointed at. */
function blocksOf({ blocks, text }: Pointed, order: readonly number[]): number[] {
  const ranges = text ? [{ from: text.from.block, to: text.to.block }] : (blocks ?? []);
  return order.filter(number => ranges.some(({ from, to }) => number >= from && number <= to));
}
