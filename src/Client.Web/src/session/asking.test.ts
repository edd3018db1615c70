import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionLost } from '../wire/connection';
import { newId } from '../wire/ids';
import type { AskItem } from '../wire/messages';
import { askUntilAnswered } from './asking';
import { Backoff } from './backoff';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const request = { version: 1, session: 'S', linkSecret: 'k', role: 'view', ask: 'a' } as const;

/** Each connection brings its items, then is lost, or ends where the last is an answer. */
function ask(...connections: AskItem[][]) {
  const stop = new AbortController();
  let told = 0;
  const answer = askUntilAnswered(
    request,
    async (_request, take) => {
      const items = connections.shift() ?? [];
      items.forEach(take);
      if (connections.length > 0 || items.length === 0) throw new ConnectionLost();
    },
    () => told++,
    stop.signal,
    new Backoff(() => 1),
  );
  return { answer, stop, told: () => told };
}

test('The wish goes on over another connection until it is granted', async () => {
  const { answer, told } = ask([{ waits: true }], [], [{ refused: { reason: 'clusterUnreachable', text: '' } }], [{ waits: true }, { granted: 'view' }]);
  await vi.runAllTimersAsync();
  expect(await answer).toBeNull();
  expect(told()).toBe(2);
});

test('A no is an answer, with its text', async () => {
  const refused = { reason: 'noAccess', text: 'You have no access to this session; you may ask for it.' };
  const { answer } = ask([{ waits: true }, { refused }]);
  expect(await answer).toEqual(refused);
});

test('Taken back, nothing is asked again', async () => {
  const { answer, stop } = ask([{ waits: true }], [{ granted: 'view' }]);
  stop.abort();
  expect(await answer).toMatchObject({ reason: 'takenBack' });
});

test('Ids are 128 bits in base 62', () => {
  expect(newId(new Uint8Array(16))).toBe('0'.repeat(22));
  expect(newId(new Uint8Array(16).fill(255))).toBe('7n42DGM5Tflk9n8mt7Fhc7');
  expect(newId()).toMatch(/^[0-9A-Za-z]{22}$/);
  expect(newId()).not.toBe(newId());
});
