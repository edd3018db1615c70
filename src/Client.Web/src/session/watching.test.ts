import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blockEnd, blockStart, encodeRun, output } from '../testing/encode';
import type { ScriptedStream } from '../testing/scriptedConnection';
import { present, startVisit } from '../testing/visit';
import type { Block, Roster } from '../wire/messages';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const kib = (sequence: number, size: number) => ({ frames: { epoch: 1, run: encodeRun(sequence, output('x'.repeat(size * 1024))) } });

/** A visit whose one stream the test holds open. */
async function watchOpen(blocks: Block[] = []) {
  let stream!: ScriptedStream;
  const visit = startVisit([{ blocks, watch: open => (stream = open) }]);
  await vi.advanceTimersByTimeAsync(0);
  return { ...visit, stream, connection: visit.connections[0]! };
}

test('Frames are acknowledged at once every 64 KiB, and the rest when nothing more comes', async () => {
  const { stream, connection } = await watchOpen();
  [present(0), kib(1, 40), kib(2, 40), kib(3, 10)].forEach(stream.send);
  expect(connection.seenSequences).toEqual([2]);

  await vi.advanceTimersByTimeAsync(250);
  expect(connection.seenSequences).toEqual([2, 3]);

  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.seenSequences).toEqual([2, 3]);
});

test('A page that takes nothing in acknowledges nothing', async () => {
  const { stream, connection, screen } = await watchOpen();
  screen.hold();
  [present(0), kib(1, 64), kib(2, 64)].forEach(stream.send);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connection.seenSequences).toEqual([]);

  screen.release();
  expect(connection.seenSequences).toEqual([1, 2]);
});

test('State is live only once the screen took in what was there at joining', async () => {
  const { stream, page, screen } = await watchOpen();
  screen.hold();
  [present(2), kib(1, 1), kib(2, 1)].forEach(stream.send);
  expect(page.states).toEqual(['connecting', 'catchingUp']);

  screen.release();
  expect(page.states).toEqual(['connecting', 'catchingUp', 'live']);
});

test('State and roster follow the sharer and the participants', async () => {
  const { stream, page } = await watchOpen();
  const you = { id: 'p1', person: { name: 'Mira', email: 'm@example.com' }, role: 'view', away: false, guest: false } as const;
  const roster: Roster = { sharer: { name: 'Jonas', email: 'j@example.com' }, sharerState: 'reconnecting', participants: [you] };
  [present(0), { roster }, { roster: { ...roster, sharerState: 'connected' as const } }].forEach(stream.send);

  expect(page.states.slice(-3)).toEqual(['live', 'sharerReconnecting', 'live']);
  expect(page.people).toEqual(['Jonas', 'Mira (you)']);
});

test('A notice shows until it no longer holds', async () => {
  const { stream, page } = await watchOpen();
  stream.send(present(0, { notice: { reason: 'dayLimit', text: '80 % of the day is used.' } }));
  expect(page.shownNotice).toBe('80 % of the day is used.');

  stream.send({ notice: { reason: 'none', text: '' } });
  expect(page.shownNotice).toBeNull();
});

test('Where the stream begins later, older blocks are asked for, and newer ones are the stream’s own', async () => {
  const block = (number: number): Block => ({ number, command: `c${number}`, firstSequence: number * 10, startedAt: 0, endedAt: 5, exitCode: 0 });
  const { stream, page, viewing } = await watchOpen(Array.from({ length: 700 }, (_, i) => block(i + 1)));
  const run = encodeRun(6995, blockEnd(699, 3, 9), blockStart(700, 'live', 10));
  stream.send(present(6996, { oldest: 6995, newestBlock: 700 }));
  stream.send({ frames: { epoch: 1, run } });
  await vi.advanceTimersByTimeAsync(0);

  expect([...page.blocks.keys()].sort((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, i) => 501 + i));
  expect(page.someOlder).toBe(true);
  for (let i = 0; i < 3; i++) await viewing.loadOlderBlocks();
  expect(page.blocks.size).toBe(700);
  expect(page.someOlder).toBe(false);
  expect(page.blocks.get(1)).toMatchObject({ command: 'c1' });
  expect(page.blocks.get(699)).toMatchObject({ command: 'c699', exitCode: 3 });
  expect(page.blocks.get(700)).toMatchObject({ command: 'live', endedAt: null });
});

test('Items of kinds that are not known yet are passed over', async () => {
  const { stream, page } = await watchOpen();
  [present(0), { durable: 4 }, { somethingNew: {} } as object].forEach(stream.send);
  expect(page.states.at(-1)).toBe('live');
});
