import type { ViewerConnection } from '../wire/connection';
import { decodeRun, type Frame } from '../wire/frames';
import type { Refusal } from '../wire/messages';
import type { ShownBlock } from './blocks';
import { KeyframeAssembly } from './keyframe';
import { takenIn, type Screen } from './screen';

const most = 8 * 1024 * 1024; // encoded bytes of one block that a page reads

/** How much of a block was read: all of it, its beginning, or why nothing. */
export type BlockRead = { whole: boolean } | { refused: Refusal };

/** Draws one block's output from the session's history: the screen as it was before, from the keyframe before it, then what the command wrote. */
export async function readBlock(connection: Pick<ViewerConnection, 'frames'>, block: ShownBlock, through: number, screen: Screen, stop: AbortSignal): Promise<BlockRead> {
  const keyframes = new KeyframeAssembly();
  let read = 0;
  for (let after = block.first - 1, keyframe = true; after < through && read < most; keyframe = false) {
    const { refused, frames: reply } = await connection.frames({ after, through, keyframe });
    if (refused) return { refused };
    if (stop.aborted || !reply) break;

    const { frames, encodedBytes } = decodeRun(reply.run);
    for (const frame of frames) draw(frame, block, keyframes, screen);
    after = reply.run.first + reply.run.count - 1;
    if (after >= block.first) read += encodedBytes;
    await takenIn(screen);
    if (after >= through) return { whole: true };
  }
  return { whole: read < most };
}

function draw(frame: Frame, block: ShownBlock, keyframes: KeyframeAssembly, screen: Screen) {
  const keyframe = keyframes.take(frame);
  // Keyframes in the middle show what is on the screen already.
  if (keyframe && frame.sequence < block.first) {
    screen.redraw(keyframe.size);
    for (const part of keyframe.parts) screen.write(part);
  }
  if (frame.kind === 'output') screen.write(frame.bytes);
  else if (frame.kind === 'resize') screen.resize(frame.size);
  else if (frame.kind === 'blockStart') screen.markBlock(frame.block);
  else if (frame.kind === 'blockEnd') screen.markBlockEnd(frame.block);
}
