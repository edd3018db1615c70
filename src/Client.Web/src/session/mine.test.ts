import { expect, test } from 'vitest';
import type { InvitedSession, MySession } from '../wire/messages';
import { Mine } from './mine';

const own = (session: string, participants = 0): MySession => ({ session, title: session, startedAt: '', sharerState: 'connected', participants, editors: 0, bytes: 0, link: '' });
const shared = (session: string): InvitedSession => ({ session, title: session, sharer: { name: 'Ann' }, role: 'view', startedAt: '', link: '' });

test('Lists are as last told: whole, one changed in its place, one new, one gone', () => {
  const mine = new Mine();
  expect(mine.take({ present: { sessions: [own('a'), own('b')], invitations: [shared('x')] } })).toBe(true);
  mine.take({ session: own('a', 3) });
  mine.take({ session: own('c') });
  mine.take({ invitation: shared('y') });
  mine.take({ gone: 'x' });

  expect(mine.sessions.map(({ session, participants }) => [session, participants])).toEqual([['a', 3], ['b', 0], ['c', 0]]);
  expect(mine.invitations.map(({ session }) => session)).toEqual(['y']);
  expect(mine.take({ gone: 'unknown' })).toBe(false);
  expect(mine.take({ answered: { session: 'a', title: 'a', role: 'edit', granted: true } })).toBe(false);
  mine.take({ present: { sessions: [], invitations: [] } });
  expect(mine.sessions).toEqual([]);
});
