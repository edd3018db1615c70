import type { Presence, PresenceState, Roster } from '../../wire/messages';

/** What everyone else shows just now, by participant. */
export class Others {
  readonly #states = new Map<string, PresenceState>();

  get states(): ReadonlyMap<string, PresenceState> {
    return this.#states;
  }

  /** What there is at the beginning of a stream. */
  begin(presence: readonly Presence[]) {
    this.#states.clear();
    this.take(presence);
  }

  /** Who has changed. */
  take(presence: readonly Presence[]) {
    for (const { participant, state } of presence)
      if (state) this.#states.set(participant, state);
      else this.#states.delete(participant);
  }

  /** Who is gone or away shows nothing. */
  meet({ participants }: Roster) {
    const here = new Set(participants.filter(({ away }) => !away).map(({ id }) => id));
    for (const participant of this.#states.keys()) if (!here.has(participant)) this.#states.delete(participant);
  }
}
