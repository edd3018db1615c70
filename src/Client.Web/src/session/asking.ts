import { ConnectionLost } from '../wire/connection';
import type { AskItem, AskRequest, Refusal } from '../wire/messages';
import { passesByItself } from '../wire/reasons';
import { Backoff } from './backoff';

/** Opens the stream that asks, and hands over its items until it ends. */
export type AskStream = (request: AskRequest, take: (item: AskItem) => void, stop: AbortSignal) => Promise<void>;

/** Asks to be let in until there is an answer, through lost connections. Null: let in; else why not. `waits` is told once the sharer knows. */
export async function askUntilAnswered(request: AskRequest, ask: AskStream, waits: () => void, stop: AbortSignal, backoff = new Backoff()): Promise<Refusal | null> {
  for (;;) {
    let last: AskItem = {};
    try {
      await ask(
        request,
        item => {
          last = item;
          if (item.waits) waits();
        },
        stop,
      );
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }

    if (last.granted) return null;
    if (stop.aborted) return { reason: 'takenBack', text: 'You took your request back.' };
    if (last.refused && !passesByItself(last.refused.reason)) return last.refused;
    if (last.waits) backoff.restart();
    await new Promise(resolve => setTimeout(resolve, backoff.next()));
  }
}
