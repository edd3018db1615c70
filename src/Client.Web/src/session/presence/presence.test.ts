import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionLost } from '../../wire/connection';
import type { Answer, PresenceState, Roster } from '../../wire/messages';
import { Others } from './others';
import { PresenceShown } from './presenceShown';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A session that writes down what it is shown. */
function session(answer: () => Answer = () => ({})) {
  const seen: PresenceState[] = [];
  return {
    seen,
    showPresence: async (state: PresenceState) => {
      const said = answer();
      if (!said.refused) seen.push(state);
      return said;
    },
  };
}

const typing: PresenceState = { typing: true };
const at = (block: number): PresenceState => ({ selection: { blocks: [{ from: block, to: block }] } });

test('What changes within 20 ms goes out as one, and the last always', async () => {
  const [shown, there] = [new PresenceShown(), session()];
  shown.attach(there);
  for (let block = 1; block <= 5; block++) shown.show(at(block));
  expect(there.seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  expect(there.seen).toEqual([at(5)]);

  shown.show(at(6));
  shown.show(at(5)); // as it was told
  await vi.runAllTimersAsync();
  expect(there.seen.at(-1)).toEqual(at(5));
});

test('It is shown again on the next connection, and when the role is another', async () => {
  const [shown, first, second] = [new PresenceShown(), session(), session()];
  shown.show(typing);
  shown.attach(first);
  await vi.runAllTimersAsync();
  shown.detach();
  shown.attach(second);
  await vi.runAllTimersAsync();
  expect([first.seen, second.seen]).toEqual([[typing], [typing]]);

  shown.showAgain();
  await vi.runAllTimersAsync();
  expect(second.seen).toEqual([typing, typing]);
});

test('One too many is sent a little later; a lost connection ends it quietly', async () => {
  let refusals = 2;
  const shown = new PresenceShown();
  const there = session(() => (refusals-- > 0 ? { refused: { reason: 'rateLimit', text: '' } } : {}));
  shown.attach(there);
  shown.show(typing);
  await vi.runAllTimersAsync();
  expect(there.seen).toEqual([typing]);

  shown.attach({ showPresence: () => Promise.reject(new ConnectionLost()) });
  await vi.runAllTimersAsync();
});

test('Who is gone or away shows nothing any more', () => {
  const others = new Others();
  const here = (...ids: string[]): Roster => ({
    sharer: { name: 'Jonas' },
    sharerState: 'connected',
    participants: ids.map(id => ({ id, person: { name: id }, role: 'view', away: id.startsWith('away'), guest: true })),
  });
  others.begin([{ participant: 'a', state: typing }, { participant: 'b', state: at(1) }, { participant: 'away', state: typing }]);
  others.meet(here('a', 'b', 'away'));
  expect([...others.states.keys()]).toEqual(['a', 'b']);
  others.take([{ participant: 'b' }, { participant: 'a', state: at(2) }]);
  expect([...others.states]).toEqual([['a', at(2)]]);
  others.meet(here('b'));
  expect(others.states.size).toBe(0);
});
