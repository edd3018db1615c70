import type { ShownBlock } from '../session/blocks';
import { peopleOf, type Group } from '../session/people';
import type { Shown, ViewState } from '../session/shown';
import { standingOf, type Standing } from '../session/standing';
import type { Viewing } from '../session/viewing';
import type { Me, Notice, Refusal, Roster, TerminalSize } from '../wire/messages';
import type { BlockList } from './blocks/blockList';
import { bytesText } from './duration';
import { byId } from './element';
import { stateText } from './stateText';
import { toast } from './toast';
import { changeText } from './standingText';

/** The parts of the page that follow what the session tells. */
export type Parts = {
  blocks: BlockList;
  people(people: Group[], standing: Standing, roster: Roster, you: string | null): void;
  standing(standing: Standing): void;
  sharedSince(milliseconds: number): void;
  blockChanged(block: ShownBlock): void;
  noBlocks(): void;
};

/** What the session tells, passed on to the parts of the page around the terminal: title, state, roster, notices, blocks. */
export class Page implements Shown {
  readonly #parts: Parts;
  #viewing: Viewing | null = null;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #sawSession = false;
  #standing: Standing | null = null;
  #title = '';
  #asking = 0;
  #size: TerminalSize = { columns: 80, rows: 24 };

  constructor(parts: Parts) {
    this.#parts = parts;
    document.addEventListener('visibilitychange', () => this.#nameDocument());
  }

  /** The visit of this moment. */
  set viewing(viewing: Viewing | null) {
    this.#viewing = viewing;
  }

  get viewing() {
    return this.#viewing;
  }

  get sawSession() {
    return this.#sawSession;
  }

  get standing() {
    return this.#standing;
  }

  /** The terminal's size at the newest frame. */
  get terminalSize() {
    return this.#size;
  }

  get me(): Me | null {
    return this.#viewing?.self.me ?? null;
  }

  /** Hears every state. */
  onState: (state: ViewState) => void = () => {};

  state(state: ViewState) {
    this.onState(state);
    clearInterval(this.#countdown);
    document.body.dataset.state = state.name;
    this.#say(stateText(state));
    if (state.name !== 'reconnecting') return;

    const begin = Date.now();
    this.#countdown = setInterval(() => this.#say(stateText(state, Date.now() - begin)), 500);
  }

  session(title: string, startedAt: string) {
    this.#title = title || 'Untitled session';
    byId('title').textContent = this.#title;
    this.#parts.sharedSince(Date.parse(startedAt));
    this.#nameDocument();
  }

  size(size: TerminalSize) {
    this.#size = size;
  }

  roster(roster: Roster, you: string | null) {
    this.#sawSession = true;
    document.body.dataset.session = '';
    const standing = standingOf(roster, you, this.me);
    const people = peopleOf(roster, you);
    const change = changeText(this.#standing, standing);
    if (change) toast(change, { key: 'standing' });
    this.#standing = standing;
    this.#asking = standing.mayManage ? people.filter(({ request }) => request).length : 0;
    this.#parts.standing(standing);
    this.#parts.people(people, standing, roster, you);
    this.#nameDocument();
  }

  notice(notice: Notice | null) {
    byId('notice').textContent = notice?.text ?? '';
    byId('notice').hidden = notice === null;
  }

  block(block: ShownBlock) {
    this.#parts.blocks.show(block);
    this.#parts.blockChanged(block);
  }

  noBlocks() {
    this.#parts.blocks.clear();
    this.#parts.noBlocks();
  }

  olderBlocks(some: boolean) {
    this.#parts.blocks.olderBlocks(some);
  }

  lagging() {
    const text = document.hidden
      ? 'Some output passed while this page was hidden. What you see now is current; older output is in the list of commands.'
      : 'This page fell behind and skipped some output. What you see now is current; older output is in the list of commands.';
    toast(text, { key: 'lagging', warning: true, buttons: [{ text: 'OK', press: () => {} }] });
  }

  notTyped(refusal: Refusal) {
    toast(`Not typed: ${refusal.text}`, { key: 'notTyped', warning: true });
  }

  skipped(bytes: number) {
    const lost = bytes > 0 ? `${bytesText(bytes)} of output are missing` : 'some output is missing';
    toast(`The sharer’s connection was too slow: ${lost} here.`, { key: 'skipped', warning: true, buttons: [{ text: 'OK', press: () => {} }] });
  }

  paused(paused: boolean) {
    const text = paused
      ? 'The sharer has paused: what you see is from before, and what you type goes nowhere.'
      : 'The sharer shows the terminal again.';
    toast(text, { key: 'paused', warning: paused, buttons: paused ? [{ text: 'OK', press: () => {} }] : [] });
  }

  // Who asks while the page is hidden is seen in its title.
  #nameDocument() {
    const asking = this.#asking > 0 && document.hidden ? `(${this.#asking}) ` : '';
    document.title = this.#title ? `${asking}${this.#title} · SessionShare` : 'SessionShare';
  }

  #say(text: string) {
    if (byId('state').textContent !== text) byId('state').textContent = text;
  }
}
