import { Backoff } from '../../session/backoff';
import { ConnectionLost } from '../../wire/connection';
import { askWhoIAm } from '../../wire/http';
import { watchMine } from '../../wire/hub';
import type { MineItem } from '../../wire/messages';
import { passesByItself } from '../../wire/reasons';

/** Follows what this browser's person has, through lost connections, until stopped. False: nobody is signed in. */
export async function followMine(take: (item: MineItem) => void, lost: () => void, stop: AbortSignal): Promise<boolean> {
  const backoff = new Backoff();
  for (let over = false; !over && !stop.aborted; ) {
    try {
      if (!('me' in (await askWhoIAm()))) return false;
      await watchMine(item => {
        if (item.closed) over = !passesByItself(item.closed.reason);
        else backoff.restart();
        take(item);
      }, stop);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      lost();
    }
    if (!over && !stop.aborted) await new Promise(resolve => setTimeout(resolve, backoff.next()));
  }
  return true;
}
