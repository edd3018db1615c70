import { expect, test } from 'vitest';
import type { Participant, Role, Roster } from '../wire/messages';
import { foremost, peopleOf } from './people';
import { updated } from './roster';
import { standingOf } from './standing';

const participant = (id: string, email: string | null, role: Role = 'view', more: Partial<Participant> = {}): Participant => ({
  id,
  person: { name: email?.split('@')[0] ?? 'Guest', email },
  role,
  away: false,
  guest: email === null,
  ...more,
});

const roster = (...participants: Participant[]): Roster => ({ sharer: { name: 'Jonas', email: 'Jonas@example.com' }, sharerState: 'connected', participants });

test('A person on several devices is one, with the highest role, and away only when all are', () => {
  const people = peopleOf(roster(participant('a', 'mira@example.com', 'view', { away: true }), participant('b', 'ann@example.com'), participant('c', 'Mira@example.com', 'edit')), 'c');

  expect(people.map(({ person, devices, role, away, isYou }) => [person.name, devices, role, away, isYou])).toEqual([
    ['Jonas', 1, 'none', false, false],
    ['mira', 2, 'edit', false, true],
    ['ann', 1, 'view', false, false],
  ]);
});

test('The sharer’s other devices belong to the sharer; guests are one each, whatever they call themselves', () => {
  const people = peopleOf(roster(participant('a', 'jonas@example.com', 'edit'), participant('g1', null), participant('g2', null)), 'g1');

  expect(people.map(({ key, devices, isSharer, guest, isYou }) => [key, devices, isSharer, guest, isYou])).toEqual([
    ['Jonas@example.com', 2, true, false, false],
    ['g1', 1, false, true, true],
    ['g2', 1, false, true, false],
  ]);
});

test('Who asks for a role is known with the device that asked', () => {
  const [, mira] = peopleOf(roster(participant('a', 'mira@example.com'), participant('b', 'mira@example.com', 'view', { request: 'edit' })), null);
  expect(mira?.request).toEqual({ participant: 'b', role: 'edit' });
});

test('Standing is that of this page’s participant, and the sharer may manage on any device', () => {
  const me = { user: 'u', name: 'x', email: 'JONAS@example.com' };
  const here = roster(participant('v', 'mira@example.com', 'view', { request: 'edit' }), participant('m', 'ann@example.com', 'manage'), participant('s', 'jonas@example.com', 'edit'));

  expect(standingOf(here, 'v', { ...me, email: 'mira@example.com' })).toMatchObject({ role: 'view', request: 'edit', mayType: false, mayManage: false });
  expect(standingOf(here, 'm', { ...me, email: 'ann@example.com' })).toMatchObject({ mayType: true, mayManage: true, isSharer: false });
  expect(standingOf(here, 's', me)).toMatchObject({ mayType: true, mayManage: true, isSharer: true });
  expect(standingOf(here, 'gone', null)).toMatchObject({ role: 'view', isGuest: true, mayManage: false });
});

test('A change of the roster leaves everyone else where they were', () => {
  const before = roster(participant('a', 'ann@example.com'), participant('b', 'bob@example.com'), participant('c', 'cleo@example.com'));
  const after = updated(before, { sharerState: 'reconnecting', changed: [participant('b', 'bob@example.com', 'edit'), participant('d', 'dan@example.com')], gone: ['a'] });

  expect(after.participants.map(({ id, role }) => [id, role])).toEqual([['b', 'edit'], ['c', 'view'], ['d', 'view']]);
  expect([after.sharerState, before.participants.length]).toEqual(['reconnecting', 3]);
});

test('Where there is no room for all, who matters most is shown, in the same order', () => {
  const people = peopleOf(
    roster(...['a', 'b', 'c', 'd', 'e'].map(id => participant(id, `${id}@example.com`, id === 'd' ? 'edit' : 'view', { away: id === 'a', ...(id === 'e' ? { request: 'edit' } : {}) }))),
    'c',
  );
  const names = (room: number) => foremost(people, room).shown.map(({ person }) => person.name);

  expect(names(6)).toEqual(['Jonas', 'a', 'b', 'c', 'd', 'e']);
  expect(names(4)).toEqual(['Jonas', 'c', 'd', 'e']);
  expect(names(5)).toEqual(['Jonas', 'b', 'c', 'd', 'e']);
  expect(foremost(people, 2)).toMatchObject({ others: 4 });
});
