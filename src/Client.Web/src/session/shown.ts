import type { Ended, Notice, Refusal, Roster } from '../wire/messages';
import type { ShownBlock } from './blocks';

/** How a visit ends for good. */
export type Finish =
  | { name: 'ended'; ended: Pick<Ended, 'reason' | 'text'> }
  | { name: 'closed'; refusal: Refusal }
  | { name: 'refused'; refusal: Refusal };

export type ViewState =
  | { name: 'connecting' }
  | { name: 'guest' }
  | { name: 'catchingUp' }
  | { name: 'live' }
  | { name: 'sharerReconnecting' }
  | { name: 'reconnecting'; milliseconds: number }
  | Finish;

/** What the page shows around the terminal. */
export interface Shown {
  state(state: ViewState): void;

  title(title: string): void;

  /** `you`: the id of this page's own participant. */
  roster(roster: Roster, you: string | null): void;

  notice(notice: Notice | null): void;

  block(block: ShownBlock): void;

  noBlocks(): void;

  /** This page fell behind and skipped output; what it shows from here on is current. */
  lagging(): void;

  /** The sharer gave up this much output, so the screen may be wrong. */
  skipped(bytes: number): void;
}
