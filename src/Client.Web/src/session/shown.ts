import type { Ended, Notice, Refusal, Roster, TerminalSize } from '../wire/messages';
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

  /** `startedAt`: when the session was first shared, UTC. */
  session(title: string, startedAt: string): void;

  size(size: TerminalSize): void;

  /** `you`: the id of this page's own participant. */
  roster(roster: Roster, you: string | null): void;

  notice(notice: Notice | null): void;

  block(block: ShownBlock): void;

  noBlocks(): void;

  /** Whether older blocks than those shown may be had. */
  olderBlocks(some: boolean): void;

  /** This page fell behind and skipped output; what it shows from here on is current. */
  lagging(): void;

  /** What this page's person typed did not arrive. */
  notTyped(refusal: Refusal): void;

  /** The sharer gave up this much output, so the screen may be wrong. */
  skipped(bytes: number): void;

  /** The sharer shows nothing from here on, or again what happens. */
  paused(paused: boolean): void;
}
