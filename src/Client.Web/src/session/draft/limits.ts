import { ChangeSet, Text } from '@codemirror/state';
import type { DraftChange } from '../../wire/messages';

/** UTF-16 units of a draft, as docs/protocol.md has it. */
export const mostUnits = 32_768;

const mostInserted = 8_192; // units in one edit
const mostChanges = 256; // in one edit

/** Text as a draft takes it: newlines and tabs, but no other control characters and no halves of surrogate pairs. */
export const draftText = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[\p{Cc}\p{Cs}]/gu, character => (character === '\n' || character === '\t' ? character : ''));

/** A change as the protocol has it. */
export function changesOf(set: ChangeSet): DraftChange[] {
  const changes: DraftChange[] = [];
  set.iterChanges((from, to, _, __, inserted) => changes.push({ from, to, insert: inserted.toString() }));
  return changes;
}

/** A change of the protocol on a text of that length. */
export const setOf = (changes: readonly DraftChange[], length: number) =>
  ChangeSet.of(changes.map(({ from, to, insert }) => ({ from, to, insert: Text.of(insert.split('\n')) })), length);

/** What of a change fits into one edit, and the rest behind it; no part cuts a character. */
export function parted(set: ChangeSet): { first: ChangeSet; rest: ChangeSet | null } {
  const first: DraftChange[] = [];
  const rest: DraftChange[] = [];
  let room = mostInserted;
  let moved = 0; // what stands behind the first part's changes
  for (const { from, to, insert } of changesOf(set)) {
    const length = rest.length > 0 || first.length === mostChanges ? -1 : fitting(insert, room);
    if (length < 0 || (length === 0 && insert !== '')) {
      rest.push({ from: from + moved, to: to + moved, insert });
      continue;
    }
    first.push({ from, to, insert: insert.slice(0, length) });
    room -= length;
    moved += length - (to - from);
    if (length < insert.length) rest.push({ from: to + moved, to: to + moved, insert: insert.slice(length) });
  }
  const whole = setOf(first, set.length);
  return { first: whole, rest: rest.length > 0 ? setOf(rest, whole.newLength) : null };
}

function fitting(text: string, room: number) {
  if (text.length <= room) return text.length;
  const isInsidePair = /[\uD800-\uDBFF]/.test(text.charAt(room - 1));
  return isInsidePair ? room - 1 : room;
}

/** The smallest change in one piece that makes one text of another. */
export function between(before: string, after: string): ChangeSet {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return setOf(before === after ? [] : [{ from: start, to: before.length - end, insert: after.slice(start, after.length - end) }], before.length);
}
