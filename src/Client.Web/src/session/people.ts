import type { Participant, Person, Role, Roster } from '../wire/messages';
import { sameAddress } from './standing';

/** One person who is here, on as many devices as they are. */
export type Group = {
  /** The same as long as the person is here. */
  key: string;
  person: Person;
  guest: boolean;
  isSharer: boolean;
  isYou: boolean;
  /** Of all devices. */
  away: boolean;
  /** The highest of all devices. */
  role: Role;
  request: { participant: string; role: Role } | null;
  participants: Participant[];
  /** Connections; the sharer's own terminal is one. */
  devices: number;
};

const rank: Record<Role, number> = { none: 0, view: 1, edit: 2, manage: 3 };

export const isAbove = (role: Role, other: Role) => rank[role] > rank[other];

/** The sharer first, then everyone in order of joining. Guests are one each: a name proves nothing. */
export function peopleOf(roster: Roster, you: string | null): Group[] {
  const own = roster.participants.filter(({ person }) => sameAddress(person.email, roster.sharer.email));
  const sharer: Group = {
    ...groupOf(roster.sharer.email ?? 'sharer', own, you),
    person: roster.sharer,
    guest: false,
    isSharer: true,
    away: roster.sharerState === 'reconnecting',
    devices: 1 + own.length,
  };

  const groups = new Map<string, Participant[]>();
  for (const participant of roster.participants) {
    if (own.includes(participant)) continue;
    const key = participant.person.email?.toLowerCase() ?? participant.id;
    groups.set(key, [...(groups.get(key) ?? []), participant]);
  }
  return [sharer, ...[...groups].map(([key, participants]) => groupOf(key, participants, you))];
}

/** The people for whom there is room, those who matter most first among the others: the sharer, who asks, this page's own, who may type, who is here. */
export function foremost(people: Group[], room: number): { shown: Group[]; others: number } {
  if (people.length <= room) return { shown: people, others: 0 };
  const weight = ({ isSharer, request, isYou, role, away }: Group) => (isSharer ? 16 : 0) + (request ? 8 : 0) + (isYou ? 4 : 0) + (isAbove(role, 'view') ? 2 : 0) + (away ? 0 : 1);
  const chosen = new Set([...people].sort((one, other) => weight(other) - weight(one)).slice(0, room));
  return { shown: people.filter(group => chosen.has(group)), others: people.length - room };
}

function groupOf(key: string, participants: Participant[], you: string | null): Group {
  const asking = participants.find(({ request }) => request);
  return {
    key,
    person: participants[0]?.person ?? { name: '' },
    guest: participants[0]?.guest ?? false,
    isSharer: false,
    isYou: participants.some(({ id }) => id === you),
    away: participants.every(({ away }) => away),
    role: participants.reduce<Role>((highest, { role }) => (isAbove(role, highest) ? role : highest), 'none'),
    request: asking ? { participant: asking.id, role: asking.request! } : null,
    participants,
    devices: participants.length,
  };
}
