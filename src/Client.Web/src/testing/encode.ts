import type { FrameRun } from '../wire/messages';

const utf8 = new TextEncoder();

/** A frame's bytes, written independently of the decoder. */
export function encodeFrame(kind: number, microseconds: number, payload: Uint8Array | string): Uint8Array {
  const body = typeof payload === 'string' ? utf8.encode(payload) : payload;
  const bytes = new Uint8Array(13 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, body.length, true);
  view.setBigInt64(5, BigInt(microseconds), true);
  bytes.set(body, 13);
  return bytes;
}

export const output = (text: string, at = 0) => encodeFrame(1, at, text);

export const resize = (columns: number, rows: number) =>
  encodeFrame(2, 0, new Uint8Array([columns & 255, columns >> 8, rows & 255, rows >> 8]));

export const blockStart = (block: number, command: string, at = 0) =>
  encodeFrame(3, at, JSON.stringify({ block, command, directory: '/tmp' }));

export const blockEnd = (block: number, exitCode: number, at = 0) => encodeFrame(4, at, JSON.stringify({ block, exitCode }));

/** A part of a keyframe; the first carries the size. */
export const keyframe = (text: string, size: [columns: number, rows: number] | null = [80, 24], isLast = true) =>
  encodeFrame(5, 0, new Uint8Array([(size ? 1 : 0) | (isLast ? 2 : 0), ...(size ?? []).flatMap(cells => [cells & 255, cells >> 8]), ...utf8.encode(text)]));

export function encodeRun(first: number, ...frames: Uint8Array[]): FrameRun {
  return { first, count: frames.length, bytes: Uint8Array.from(frames.flatMap(frame => [...frame])) };
}
