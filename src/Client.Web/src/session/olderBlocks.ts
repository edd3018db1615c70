import type { ViewerConnection } from '../wire/connection';
import type { Blocks } from './blocks';

export const page = 200; // blocks asked for at a time

/** Asks for a page of blocks older than those that are known. Numbers may have holes, so a page may be empty though there are older ones. */
export async function readOlderBlocks(connection: Pick<ViewerConnection, 'blocks'>, blocks: Blocks): Promise<'more' | 'all'> {
  for (let before = blocks.oldest === Infinity ? 1 : blocks.oldest; before > 1; ) {
    const from = Math.max(1, before - page);
    const { refused, blocks: older } = await connection.blocks(from, before - from);
    if (refused) return 'all';
    const fitting = (older ?? []).filter(({ number }) => number < before);
    for (const block of fitting) blocks.recall(block);
    if (fitting.length > 0) return from === 1 ? 'all' : 'more';
    before = from;
  }
  return 'all';
}
