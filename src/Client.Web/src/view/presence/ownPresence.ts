import type { PresenceShown } from '../../session/presence/presenceShown';
import type { BlockRange, DraftCursor, Follow, Pointed, PresenceState } from '../../wire/messages';

const typesFor = 2_000; // ms behind the last key
const mostRanges = 16;

/** What this page's person shows to the others, put together from where it comes from. */
export class OwnPresence {
  #selection: Pointed | null = null;
  #cursor: DraftCursor | null = null;
  #follow: Follow = { live: true };
  #typing: ReturnType<typeof setTimeout> | undefined;
  #shown: PresenceShown | null = null;

  /** Where it goes. */
  set shown(shown: PresenceShown | null) {
    this.#shown = shown;
    this.#show();
  }

  set selection(selection: Pointed | null) {
    this.#selection = selection;
    this.#show();
  }

  set cursor(cursor: DraftCursor | null) {
    this.#cursor = cursor;
    this.#show();
  }

  set follow(follow: Follow) {
    this.#follow = follow;
    this.#show();
  }

  /** A key was pressed, in the draft or for the program. */
  typed() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#typing = undefined;
      this.#show();
    }, typesFor);
    this.#show();
  }

  #show() {
    const state: PresenceState = {
      ...(this.#selection ? { selection: this.#selection } : {}),
      ...(this.#cursor ? { cursor: this.#cursor } : {}),
      follow: this.#follow,
      ...(this.#typing === undefined ? {} : { typing: true }),
    };
    this.#shown?.show(state);
  }
}

/** Block numbers in order as ranges: as many as may be shown. */
export function rangesOf(blocks: readonly number[]): BlockRange[] {
  const ranges: BlockRange[] = [];
  for (const block of blocks) {
    const last = ranges.at(-1);
    if (last && block === last.to + 1) last.to = block;
    else ranges.push({ from: block, to: block });
  }
  return ranges.slice(0, mostRanges);
}
