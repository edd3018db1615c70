import { expect, test } from 'vitest';
import { blockEnd, blockStart, encodeRun, keyframe, output, resize } from '../testing/encode';
import { RecordedScreen } from '../testing/recordedScreen';
import { ScriptedConnection } from '../testing/scriptedConnection';
import type { FramesRequest } from '../wire/messages';
import { readBlock } from './blockReading';
import { Blocks, type ShownBlock } from './blocks';
import { readOlderBlocks } from './olderBlocks';

const block: ShownBlock = { number: 2, command: 'ls', directory: null, first: 12, last: 15, startedAt: 0, endedAt: 5, exitCode: 0, ranBy: null, state: 'ended' };
const never = new AbortController().signal;

test('A block of the history is drawn on the screen that was before it', async () => {
  const asked: FramesRequest[] = [];
  const runs = [
    encodeRun(9, keyframe('before', [90, 20]), output('prompt'), resize(100, 20)),
    encodeRun(12, blockStart(2, 'ls'), output('one'), keyframe('middle', [90, 20])),
    encodeRun(15, blockEnd(2, 0)),
  ];
  const connection = new ScriptedConnection({ frames: request => (asked.push(request), { frames: { epoch: 1, run: runs[asked.length - 1]! } }) });
  const screen = new RecordedScreen();

  expect(await readBlock(connection, block, 15, screen, never)).toEqual({ whole: true });
  expect(asked.map(({ after, keyframe: wanted }) => [after, wanted])).toEqual([[11, true], [11, false], [14, false]]);
  expect(screen.steps).toEqual(['redraw 90x20', 'write before', 'write prompt', 'resize 100x20', 'mark 2', 'write one']);
});

test('A block that still runs is read to the newest frame, and one that is refused says why', async () => {
  const screen = new RecordedScreen();
  let given = false;
  const running = new ScriptedConnection({ frames: () => (given ? {} : ((given = true), { frames: { epoch: 1, run: encodeRun(12, blockStart(2, 'ls'), output('so far')) } })) });
  expect(await readBlock(running, { ...block, last: null }, Number.MAX_SAFE_INTEGER, screen, never)).toEqual({ whole: true });
  expect(screen.text).toBe('so far');

  const refused = { reason: 'accessEnded', text: 'Your access has ended.' };
  expect(await readBlock(new ScriptedConnection({ frames: () => ({ refused }) }), block, 15, screen, never)).toEqual({ refused });
});

test('Only the beginning of a very large block is read', async () => {
  const run = encodeRun(1, output('x'.repeat(60_000)));
  const connection = new ScriptedConnection({ frames: ({ after }) => ({ frames: { epoch: 1, run: { ...run, first: after + 1 } } }) });
  expect(await readBlock(connection, { ...block, last: 1_000_000 }, 1_000_000, new RecordedScreen(), never)).toEqual({ whole: false });
});

test('Older blocks come page by page, across holes in their numbers', async () => {
  const rows = [3, 4, 700].map(number => ({ number, command: `c${number}`, firstSequence: number, startedAt: 0 }));
  const blocks = new Blocks(() => {});
  blocks.recall(rows[2]!);
  const connection = new ScriptedConnection({ blocks: rows });

  expect(await readOlderBlocks(connection, blocks)).toBe('all');
  expect([blocks.get(3)?.command, blocks.get(4)?.command, blocks.oldest]).toEqual(['c3', 'c4', 3]);
  expect(await readOlderBlocks(connection, new Blocks(() => {}))).toBe('all');
});
