import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ended, guest, present, signedIn, startVisit } from '../testing/visit';
import { ConnectionLost } from '../wire/connection';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const welcome = { watch: (stream: { send(item: object): void }) => [present(0), ended].forEach(stream.send) };

test('A signed-in person joins without a name, with the secret of the link', async () => {
  const { finish, connections } = startVisit([welcome], signedIn, 'abc');
  await vi.runAllTimersAsync();
  await finish;

  expect(connections[0]?.joins).toEqual([{ version: 1, session: 'S', linkSecret: 'abc', name: null, rejoin: null }]);
});

test('A guest joins under the name that was asked for, once', async () => {
  const asked = vi.fn(guest.guestName);
  const lose = { watch: (stream: { lose(): void }) => stream.lose() };
  const { finish, connections } = startVisit([lose, welcome], { ...guest, guestName: asked });
  await vi.runAllTimersAsync();
  await finish;

  expect(connections.map(connection => connection.joins[0]?.name)).toEqual(['Noor', 'Noor']);
  expect(asked).toHaveBeenCalledTimes(1);
});

test('A guest without a link secret is told to sign in, before any name or connection', async () => {
  const { finish, connections } = startVisit([], { ...guest, guestName: () => Promise.reject(new Error('asked')) }, null);

  expect(await finish).toMatchObject({ name: 'refused', refusal: { reason: 'signInRequired' } });
  expect(connections).toEqual([]);
});

test('A refusal is told with the server’s text', async () => {
  const refused = { reason: 'participantLimit', text: 'The session has as many participants as it may have.' };
  const { finish } = startVisit([{ join: () => ({ refused }) }]);

  expect(await finish).toEqual({ name: 'refused', refusal: refused });
});

test('A session that is over says so', async () => {
  const refused = { reason: 'sessionEnded', text: 'This session has ended.' };
  const { finish } = startVisit([{ join: () => ({ refused }) }]);

  expect(await finish).toEqual({ name: 'ended', ended: refused });
});

test('A refusal that passes by itself is tried again', async () => {
  const { finish, page } = startVisit([{ join: () => ({ refused: { reason: 'storageUnavailable', text: '' } }) }, welcome]);
  await vi.runAllTimersAsync();

  expect(await finish).toMatchObject({ name: 'ended' });
  expect(page.waits).toEqual([50]);
});

test('A server that does not say who this is yet is asked again', async () => {
  const whoAmI = vi.fn(signedIn.whoAmI).mockRejectedValueOnce(new ConnectionLost());
  const { finish } = startVisit([welcome], { ...signedIn, whoAmI });
  await vi.runAllTimersAsync();

  expect(await finish).toMatchObject({ name: 'ended' });
  expect(whoAmI).toHaveBeenCalledTimes(2);
});
