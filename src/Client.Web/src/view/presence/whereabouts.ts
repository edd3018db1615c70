import type { Group } from '../../session/people';
import type { Pointed, PresenceState } from '../../wire/messages';

/** Where a person is and what they do, in one sign and in words. */
export type Whereabouts = { sign: 'typing' | 'pointing' | 'following' | 'scrolled' | null; text: string | null };

export type States = ReadonlyMap<string, PresenceState>;

/** What a person shows on the device that says most. */
export function stateOf({ participants }: Pick<Group, 'participants'>, states: States): PresenceState | null {
  const weight = ({ selection, cursor, typing }: PresenceState) => (selection ? 4 : 0) + (typing ? 2 : 0) + (cursor ? 1 : 0);
  const shown = participants.map(({ id }) => states.get(id)).filter(state => state !== undefined);
  return shown.sort((one, other) => weight(other) - weight(one))[0] ?? null;
}

/** `nameOf`: a participant's name; null: nobody here. */
export function whereaboutsOf(state: PresenceState | null, nameOf: (participant: string) => string | null, sharer: string): Whereabouts {
  if (!state) return { sign: null, text: null };
  const { selection, cursor, follow, typing } = state;
  const followed = follow?.sharer ? sharer : follow?.participant ? nameOf(follow.participant) : null;
  const parts = [
    typing ? 'typing' : null,
    selection ? `points at ${pointedText(selection)}` : null,
    cursor ? 'in the draft' : null,
    followed ? `follows ${followed}` : null,
    follow?.scrolled && !selection ? 'reads older output' : null,
  ].filter(part => part !== null);
  const sign = typing ? 'typing' : selection ? 'pointing' : followed ? 'following' : follow?.scrolled ? 'scrolled' : null;
  return { sign, text: parts.length > 0 ? parts.join(' · ') : null };
}

export function pointedText({ blocks, text }: Pointed): string {
  if (text) return text.from.block === text.to.block ? `text of block ${text.from.block}` : `text of blocks ${text.from.block} to ${text.to.block}`;
  if (!blocks) return 'the screen';
  const count = blocks.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return count === 1 ? `block ${blocks[0]!.from}` : `${count} blocks`;
}

/** Who writes or types just now, in a sentence; null: nobody. */
export function typingText(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  if (names.length > 2) return `${names.length} people are typing`;
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} typing`;
}
