import type { ShownBlock } from '../session/blocks';
import type { Shown, ViewState } from '../session/shown';
import type { Notice, Refusal, Roster } from '../wire/messages';

/** What a person would see around the terminal. */
export class RecordedPage implements Shown {
  readonly states: string[] = [];
  readonly waits: number[] = [];
  readonly blocks = new Map<number, ShownBlock>();
  shownTitle = '';
  people: string[] = [];
  shownNotice: string | null = null;
  someOlder = false;
  readonly lostInput: string[] = [];

  state(state: ViewState) {
    if (this.states.at(-1) !== state.name) this.states.push(state.name);
    if (state.name === 'reconnecting') this.waits.push(state.milliseconds);
  }

  session(title: string) {
    this.shownTitle = title;
  }

  size() {}

  olderBlocks(some: boolean) {
    this.someOlder = some;
  }

  notTyped({ reason }: Refusal) {
    this.lostInput.push(reason);
  }

  roster(roster: Roster, you: string | null) {
    this.people = [roster.sharer.name, ...roster.participants.map(({ id, person }) => (id === you ? `${person.name} (you)` : person.name))];
  }

  notice(notice: Notice | null) {
    this.shownNotice = notice?.text ?? null;
  }

  block(block: ShownBlock) {
    this.blocks.set(block.number, block);
  }

  noBlocks() {
    this.blocks.clear();
  }

  lagging() {
    this.shownNotice = 'lagging';
  }

  paused(paused: boolean) {
    this.shownNotice = paused ? 'paused' : 'resumed';
  }

  skipped(bytes: number) {
    this.shownNotice = `skipped ${bytes}`;
  }
}
