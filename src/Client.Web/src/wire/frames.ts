import type { FrameRun, Person, TerminalSize } from './messages';

/** One step of the session's log. `sequence` counts from 1; `at` is microseconds since the session's start. */
export type Frame = { sequence: number; at: number } & (
  | { kind: 'output'; bytes: Uint8Array }
  | { kind: 'resize'; size: TerminalSize }
  | { kind: 'blockStart'; block: number; command: string | null; directory: string | null; ranBy: Person | null }
  | { kind: 'blockEnd'; block: number; exitCode: number | null }
  | { kind: 'keyframe'; size: TerminalSize | null; isLast: boolean; bytes: Uint8Array }
  | { kind: 'skipped'; skippedBytes: number }
  | { kind: 'paused' | 'resumed' }
  | { kind: 'other' }
);

/** A run that is not what docs/protocol.md says it is. */
export class MalformedRun extends Error {}

const headerBytes = 13;
const maxPayload = 64 * 1024;
const maxCells = 1000;
const utf8 = new TextDecoder();

/**
 * The frames of a run, one behind another, little-endian; payloads are views of the run's bytes:
 *
 *   0        1                  5                        13
 *   kind u8  payload length u32 microseconds, i64        payload
 */
export function decodeRun(run: FrameRun): { frames: Frame[]; encodedBytes: number } {
  const { bytes } = run;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Frame[] = [];

  let offset = 0;
  while (offset < bytes.length) {
    if (offset + headerBytes > bytes.length) throw new MalformedRun('A frame header is cut off.');
    const length = view.getUint32(offset + 1, true);
    const start = offset + headerBytes;
    if (length > maxPayload || start + length > bytes.length) throw new MalformedRun('A payload is longer than its run.');

    const at = view.getUint32(offset + 5, true) + view.getInt32(offset + 9, true) * 2 ** 32;
    const payload = bytes.subarray(start, start + length);
    frames.push({ sequence: run.first + frames.length, at, ...decodePayload(view.getUint8(offset), payload) });
    offset = start + length;
  }

  if (frames.length !== run.count) throw new MalformedRun('A run holds another number of frames than it says.');
  return { frames, encodedBytes: bytes.length };
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'sequence' | 'at'> : never;

function decodePayload(kind: number, payload: Uint8Array): WithoutPlace<Frame> {
  switch (kind) {
    case 1:
      return { kind: 'output', bytes: payload };
    case 2:
      return { kind: 'resize', size: decodeSize(payload) };
    case 3:
      return decodeBlockStart(payload);
    case 4:
      return decodeBlockEnd(payload);
    case 5:
      return decodeKeyframePart(payload);
    case 6:
      if (payload.length !== 8) throw new MalformedRun('A Skipped payload is 8 bytes.');
      return { kind: 'skipped', skippedBytes: Number(viewOf(payload).getBigUint64(0, true)) };
    case 7:
      return { kind: 'paused' };
    case 8:
      return { kind: 'resumed' };
    default:
      return { kind: 'other' };
  }
}

function decodeSize(payload: Uint8Array): TerminalSize {
  if (payload.length !== 4) throw new MalformedRun('A Resize payload is 4 bytes.');
  const view = viewOf(payload);
  const size = { columns: view.getUint16(0, true), rows: view.getUint16(2, true) };
  const fits = size.columns >= 1 && size.columns <= maxCells && size.rows >= 1 && size.rows <= maxCells;
  if (!fits) throw new MalformedRun('A terminal has 1 to 1000 columns and rows.');
  return size;
}

const firstPart = 1;
const lastPart = 2;

function decodeKeyframePart(payload: Uint8Array): WithoutPlace<Frame> {
  const flags = payload[0] ?? 255;
  if (flags > (firstPart | lastPart)) throw new MalformedRun('A keyframe part has flags 0 to 3.');
  const isFirst = (flags & firstPart) !== 0;
  const size = isFirst ? decodeSize(payload.subarray(1, 5)) : null;
  return { kind: 'keyframe', size, isLast: (flags & lastPart) !== 0, bytes: payload.subarray(isFirst ? 5 : 1) };
}

// A block frame that can't be read costs its line in the list, not the session.
function decodeBlockStart(payload: Uint8Array): WithoutPlace<Frame> {
  const start = readJson(payload);
  return isBlock(start)
    ? { kind: 'blockStart', block: start.block, command: textOrNull(start.command), directory: textOrNull(start.directory), ranBy: personOrNull(start.ranBy) }
    : { kind: 'other' };
}

function decodeBlockEnd(payload: Uint8Array): WithoutPlace<Frame> {
  const end = readJson(payload);
  return isBlock(end)
    ? { kind: 'blockEnd', block: end.block, exitCode: typeof end.exitCode === 'number' ? end.exitCode : null }
    : { kind: 'other' };
}

type BlockPayload = { block: number; command?: unknown; directory?: unknown; ranBy?: unknown; exitCode?: unknown };

const isBlock = (value: unknown): value is BlockPayload =>
  typeof value === 'object' && value !== null && Number.isInteger((value as BlockPayload).block);

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

function personOrNull(value: unknown): Person | null {
  const person = value as Partial<Record<keyof Person, unknown>> | null | undefined;
  return typeof person?.name === 'string' ? { name: person.name, email: textOrNull(person.email) } : null;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload));
  } catch {
    return null;
  }
}
