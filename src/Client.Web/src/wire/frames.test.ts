import { expect, test } from 'vitest';
import { blockEnd, blockStart, encodeFrame, encodeRun, output, resize } from '../testing/encode';
import { randomFrom } from '../testing/random';
import { decodeRun, MalformedRun } from './frames';

const fromHex = (text: string) => Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], octet => parseInt(octet, 16));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('The worked example of docs/protocol.md decodes to what it says', () => {
  const { frames, encodedBytes } = decodeRun({ first: 7, count: 2, bytes: fromHex('01 02000000 60E3160000000000 6869 02 04000000 80841E0000000000 50001800') });

  expect(encodedBytes).toBe(32);
  expect(frames).toEqual([
    { sequence: 7, at: 1_500_000, kind: 'output', bytes: new Uint8Array([0x68, 0x69]) },
    { sequence: 8, at: 2_000_000, kind: 'resize', size: { columns: 80, rows: 24 } },
  ]);
});

test('Every kind of frame decodes, and unknown kinds keep their place', () => {
  const skipped = new Uint8Array(new BigUint64Array([5_000_000_000n]).buffer);
  const run = encodeRun(1, blockStart(3, 'ls', 9), output('x'), blockEnd(3, 2, 10), encodeFrame(6, 0, skipped), encodeFrame(9, 0, '?'), resize(1000, 1), encodeFrame(7, 0, ''), encodeFrame(8, 0, ''));

  expect(decodeRun(run).frames).toEqual([
    { sequence: 1, at: 9, kind: 'blockStart', block: 3, command: 'ls', directory: '/tmp', ranBy: null },
    { sequence: 2, at: 0, kind: 'output', bytes: new Uint8Array([0x78]) },
    { sequence: 3, at: 10, kind: 'blockEnd', block: 3, exitCode: 2 },
    { sequence: 4, at: 0, kind: 'skipped', skippedBytes: 5_000_000_000 },
    { sequence: 5, at: 0, kind: 'other' },
    { sequence: 6, at: 0, kind: 'resize', size: { columns: 1000, rows: 1 } },
    { sequence: 7, at: 0, kind: 'paused' },
    { sequence: 8, at: 0, kind: 'resumed' },
  ]);
});

test('Absent command and exit code are none, and a block that can not be read is no fault', () => {
  const run = encodeRun(1, encodeFrame(3, 0, '{"block":1}'), encodeFrame(4, 0, '{"block":1,"exitCode":null}'), encodeFrame(3, 0, '{'));

  expect(decodeRun(run).frames.map(frame => ({ ...frame, at: 0 }))).toEqual([
    { sequence: 1, at: 0, kind: 'blockStart', block: 1, command: null, directory: null, ranBy: null },
    { sequence: 2, at: 0, kind: 'blockEnd', block: 1, exitCode: null },
    { sequence: 3, at: 0, kind: 'other' },
  ]);
});

test('Who of the others started a block is known, and nothing is taken for a person that is none', () => {
  const start = (ranBy: unknown) => encodeFrame(3, 0, JSON.stringify({ block: 1, command: 'ls', directory: null, ranBy }));
  const run = encodeRun(1, start({ name: 'Ana', email: 'ana@example.com' }), start({ name: 'Vera' }), start({ email: 'x' }), start('Ana'));

  expect(decodeRun(run).frames.map(frame => frame.kind === 'blockStart' && frame.ranBy)).toEqual([{ name: 'Ana', email: 'ana@example.com' }, { name: 'Vera', email: null }, null, null]);
});

test('Times keep their microseconds up to 2^53', () => {
  const at = 2 ** 53 - 1;
  expect(decodeRun(encodeRun(1, output('', at))).frames[0]?.at).toBe(at);
});

test('A stream cut into runs at any frame decodes to the same bytes in the same order', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const pieces = Array.from({ length: 1 + Math.floor(random() * 40) }, (_, i) => `<${i}:${'ab€🙂'.repeat(random() * 5)}>`);
    const frames = pieces.map(piece => output(piece));

    const seen: string[] = [];
    for (let next = 0; next < frames.length; ) {
      const count = 1 + Math.floor(random() * 7);
      const decoded = decodeRun(encodeRun(next + 1, ...frames.slice(next, next + count))).frames;
      for (const frame of decoded) {
        expect(frame.sequence, `seed ${seed}`).toBe(seen.length + 1);
        seen.push(frame.kind === 'output' ? text(frame.bytes) : '?');
      }
      next += count;
    }

    expect(seen, `seed ${seed}`).toEqual(pieces);
  }
});

test('A run cut anywhere but behind a frame is refused', () => {
  const whole = [output('hello'), resize(80, 24), blockStart(1, 'ls')];
  const { bytes } = encodeRun(1, ...whole);
  const boundaries = whole.map((_, i) => whole.slice(0, i + 1).reduce((sum, frame) => sum + frame.length, 0));

  for (let length = 1; length < bytes.length; length++) {
    const count = boundaries.indexOf(length) + 1;
    const run = { first: 1, count: count || 3, bytes: bytes.subarray(0, length) };
    if (count > 0) expect(decodeRun(run).frames.length).toBe(count);
    else expect(() => decodeRun(run), `cut at ${length}`).toThrow(MalformedRun);
  }
});

test('A run that says another number of frames, or holds a size out of bounds, is refused', () => {
  expect(() => decodeRun({ ...encodeRun(1, output('a')), count: 2 })).toThrow(MalformedRun);
  expect(() => decodeRun(encodeRun(1, resize(0, 24)))).toThrow(MalformedRun);
  expect(() => decodeRun(encodeRun(1, resize(80, 1001)))).toThrow(MalformedRun);
  expect(() => decodeRun(encodeRun(1, encodeFrame(2, 0, 'abc')))).toThrow(MalformedRun);
});
