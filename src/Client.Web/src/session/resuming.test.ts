import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blockEnd, blockStart, encodeRun, keyframe, output, resize } from '../testing/encode';
import { randomFrom } from '../testing/random';
import type { Script } from '../testing/scriptedConnection';
import { ended, present, startVisit } from '../testing/visit';
import { passesByItself } from '../wire/reasons';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const log = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => output(`${from + i},`));
const frames = (from: number, to: number, epoch = 1) => ({ frames: { epoch, run: encodeRun(from, ...log(from, to)) } });

test('Viewer asks for the screen of now with some of what was before, and behind its cursor when it comes back', async () => {
  const { finish, screen, connections } = startVisit([
    { watch: stream => [present(3), frames(1, 3, 7)].forEach(stream.send) ?? stream.lose() },
    { watch: stream => [present(5), frames(4, 5, 7), ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();

  expect(await finish).toMatchObject({ name: 'ended', ended: { text: 'The shared command has ended.' } });
  expect(screen.text).toBe('1,2,3,4,5,');
  expect(connections.map(connection => connection.watches[0])).toEqual([
    { recorder: false, rosterUpdates: true, together: true, after: null, epoch: null, back: 1024 * 1024 },
    { recorder: false, rosterUpdates: true, together: true, after: 3, epoch: 7 },
  ]);
});

test('Viewer comes back as the same participant', async () => {
  const { finish, connections } = startVisit([
    { watch: stream => stream.complete() },
    { watch: stream => [present(0), ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(connections.map(connection => connection.joins[0]?.rejoin)).toEqual([null, { participant: 'p1', secret: 's1' }]);
});

test('Viewer away for so long that its participant is gone comes in anew', async () => {
  const forgotten = { refused: { reason: 'unknownOrForbidden', text: '' } };
  const anew = { joined: { key: { participant: 'p2', secret: 's2' }, role: 'view', title: 'T' } } as const;
  const { finish, connections } = startVisit([
    { watch: stream => stream.lose() },
    { join: ({ rejoin }) => (rejoin ? forgotten : anew), watch: stream => stream.send(ended) },
  ]);
  await vi.runAllTimersAsync();

  expect(await finish).toMatchObject({ name: 'ended' });
  expect(connections[1]?.joins.map(join => join.rejoin)).toEqual([{ participant: 'p1', secret: 's1' }, null]);
});

test('No byte is lost or doubled wherever the stream is cut and however far back it resumes', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const last = 1 + Math.floor(random() * 60);
    const cutting = (from: (after: number) => number): Script => ({
      watch: (stream, { after }) => {
        stream.send(present(last));
        for (let next = from(after ?? 0); next <= last; ) {
          if (random() < 0.2) return stream.lose();
          const to = Math.min(last, next + Math.floor(random() * 5));
          stream.send(frames(next, to));
          next = to + 1;
        }
        stream.send(ended);
      },
    });
    const overlapping = (after: number) => Math.max(1, after + 1 - Math.floor(random() * 4));
    const { finish, screen } = startVisit(Array.from({ length: 200 }, () => cutting(overlapping)));
    await vi.runAllTimersAsync();
    await finish;

    expect(screen.text, `seed ${seed}`).toBe(Array.from({ length: last }, (_, i) => `${i + 1},`).join(''));
  }
});

test('Frames behind a gap are not shown: the viewer asks again from its cursor', async () => {
  const { finish, screen, connections } = startVisit([
    { watch: stream => [present(9), frames(1, 2), frames(5, 9)].forEach(stream.send) },
    { watch: stream => [present(9), frames(3, 9), ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(connections[1]?.watches[0]?.after).toBe(2);
  expect(screen.text).toBe('1,2,3,4,5,6,7,8,9,');
});

test('A run that can not be read is asked for again, ever more slowly', async () => {
  const broken: Script = { watch: stream => [present(1), { frames: { epoch: 1, run: { first: 1, count: 1, bytes: new Uint8Array(3) } } }].forEach(stream.send) };
  const { finish, page } = startVisit([broken, broken, broken, { watch: stream => [present(1), frames(1, 1), ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect(page.waits).toEqual([50, 100, 200]);
});

test('Rewound below what was shown empties the terminal and watches again as at first', async () => {
  const { finish, screen, page, connections } = startVisit([
    { watch: stream => [present(3), frames(1, 3), { frames: { epoch: 1, run: encodeRun(4, blockStart(1, 'ls')) } }].forEach(stream.send) ?? stream.lose() },
    { watch: stream => [present(2), { rewound: 2 }, frames(3, 3)].forEach(stream.send) },
    { watch: stream => [present(3), frames(1, 2), { frames: { epoch: 2, run: encodeRun(3, output('new')) } }, ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(connections[2]?.watches[0]).toMatchObject({ recorder: false, after: null, epoch: null });
  expect(screen.text).toBe('1,2,new');
  expect(page.blocks.size).toBe(0);
});

test('Rewound above what was shown changes nothing', async () => {
  const { finish, screen } = startVisit([{ watch: stream => [present(3), frames(1, 2), { rewound: 2 }, frames(3, 3), ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect(screen.text).toBe('1,2,3,');
});

test('When what comes next has left the log, the terminal begins anew with what is there', async () => {
  const { finish, screen } = startVisit([
    { watch: stream => [present(3), frames(1, 3)].forEach(stream.send) ?? stream.lose() },
    { watch: stream => [present(9, { oldest: 8 }), frames(8, 9), ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(screen.text).toBe('8,9,');
});

test('A command that still ran when the session ended shows as unfinished', async () => {
  const run = encodeRun(1, blockStart(1, 'ls'), blockEnd(1, 0), blockStart(2, 'sleep'));
  const { finish, page } = startVisit([{ watch: stream => [present(3), { frames: { epoch: 1, run } }, ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect([...page.blocks.values()].map(block => block.state)).toEqual(['ended', 'unfinished']);
});

test('A resize keeps its place among the bytes, and so does the start of a block', async () => {
  const run = encodeRun(1, resize(80, 24), output('a'), blockStart(1, 'ls'), output('b'), resize(132, 50), output('c'), blockEnd(1, 0));
  const { finish, screen, page } = startVisit([{ watch: stream => [present(7), { frames: { epoch: 1, run } }, ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect(screen.steps).toEqual(['resize 100x30', 'resize 80x24', 'write a', 'mark 1', 'write b', 'resize 132x50', 'write c']);
  expect(page.blocks.get(1)).toMatchObject({ command: 'ls', exitCode: 0 });
});

test('Waits between tries grow from 50 ms to 5 s, and start over once frames came', async () => {
  const { finish, page } = startVisit([
    ...Array.from({ length: 9 }, () => null),
    { watch: stream => [present(1), frames(1, 1)].forEach(stream.send) ?? stream.lose() },
    { watch: stream => stream.send(ended) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(page.waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 50]);
});

test('A page that is looked at again does not wait for its next try', async () => {
  const { viewing, finish } = startVisit([...Array.from({ length: 9 }, () => null), { watch: stream => stream.send(ended) }]);
  await vi.advanceTimersByTimeAsync(50 + 100 + 200 + 400 + 800 + 1600 + 3200 + 5000);
  viewing.hurry();
  await vi.advanceTimersByTimeAsync(0);

  expect(await finish).toMatchObject({ name: 'ended' });
});

test('A closing that passes by itself is only a pause, and so is being replaced by an own earlier attempt; any other ends the visit', async () => {
  expect(passesByItself('serverStopping')).toBe(true);
  const { finish } = startVisit([
    { watch: stream => stream.send({ closed: { reason: 'serverStopping', text: '' } }) },
    { watch: stream => stream.send({ closed: { reason: 'replaced', text: 'You connected again elsewhere.' } }) },
    { watch: stream => stream.send({ closed: { reason: 'accessEnded', text: 'Your access has ended.' } }) },
  ]);
  await vi.runAllTimersAsync();

  expect(await finish).toEqual({ name: 'closed', refusal: { reason: 'accessEnded', text: 'Your access has ended.' } });
});

test('A keyframe draws the screen anew, from as many parts as it has', async () => {
  const run = encodeRun(7, keyframe('whole ', [90, 20], false), keyframe('screen', null), output('!'));
  const { finish, screen } = startVisit([{ watch: stream => [present(9), { frames: { epoch: 1, run } }, ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect(screen.steps).toEqual(['resize 100x30', 'redraw 90x20', 'write whole ', 'write screen', 'write !']);
});

test('A keyframe that is broken off draws nothing', async () => {
  const run = encodeRun(1, keyframe('half', [90, 20], false), output('a'), keyframe('rest', null));
  const { finish, screen } = startVisit([{ watch: stream => [present(3), { frames: { epoch: 1, run } }, ended].forEach(stream.send) }]);
  await vi.runAllTimersAsync();
  await finish;

  expect(screen.text).toBe('a');
});

test('Keyframes that the server leaves out are passed over, and a lost stream goes on behind them', async () => {
  const { finish, screen, connections } = startVisit([
    { watch: stream => [present(3), frames(1, 2), { passed: 4 }].forEach(stream.send) ?? stream.lose() },
    { watch: stream => [present(5), frames(5, 5), ended].forEach(stream.send) },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(connections[1]?.watches[0]?.after).toBe(4);
  expect(screen.text).toBe('1,2,5,');
});

test('A page that fell behind says so, goes on from a keyframe, and asks for the blocks that it missed', async () => {
  const blocks = [{ number: 1, command: 'missed', firstSequence: 3, startedAt: 0, endedAt: 5, exitCode: 0 }];
  const run = encodeRun(8, keyframe('now'), output('!'));
  const { finish, screen, page } = startVisit([
    { blocks, watch: async stream => {
      [present(9), frames(1, 2), { lagging: { first: 3, last: 7 } }, { frames: { epoch: 1, run } }].forEach(stream.send);
      await vi.advanceTimersByTimeAsync(1);
      stream.send(ended);
    } },
  ]);
  await vi.runAllTimersAsync();
  await finish;

  expect(page.shownNotice).toBe('lagging');
  expect(screen.text).toBe('now!');
  expect(page.blocks.get(1)).toMatchObject({ command: 'missed', exitCode: 0 });
});
