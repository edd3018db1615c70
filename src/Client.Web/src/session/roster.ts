import type { Roster, RosterUpdate } from '../wire/messages';

/** A roster after a change: who was there keeps the place, who was not comes behind all others. */
export function updated(roster: Roster, { sharerState, changed, gone }: RosterUpdate): Roster {
  const now = new Map(roster.participants.map(participant => [participant.id, participant]));
  for (const participant of changed) now.set(participant.id, participant);
  for (const id of gone) now.delete(id);
  return { ...roster, sharerState, participants: [...now.values()] };
}
