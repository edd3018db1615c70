import { expect, test } from 'vitest';
import type { Participant, PresenceState, Run } from '../../wire/messages';
import { refusedText, runText } from '../draft/runText';
import { rangesOf } from './ownPresence';
import { stateOf, typingText, whereaboutsOf } from './whereabouts';

const nameOf = (participant: string) => (participant === 'a' ? 'Ann' : null);
const where = (state: PresenceState | null) => whereaboutsOf(state, nameOf, 'Jonas');

test('Where somebody is, is one sign and words', () => {
  expect(where(null)).toEqual({ sign: null, text: null });
  expect(where({ follow: { live: true } })).toEqual({ sign: null, text: null });
  expect(where({ follow: { scrolled: true } })).toEqual({ sign: 'scrolled', text: 'reads older output' });
  expect(where({ follow: { sharer: true } })).toEqual({ sign: 'following', text: 'follows Jonas' });
  expect(where({ follow: { participant: 'a' }, selection: { blocks: [{ from: 3, to: 5 }] } })).toEqual({ sign: 'pointing', text: 'points at 3 blocks · follows Ann' });
  expect(where({ follow: { participant: 'gone' } })).toEqual({ sign: null, text: null });
  expect(where({ cursor: { number: 1, anchor: 0, head: 0 }, typing: true, follow: { live: true } })).toEqual({ sign: 'typing', text: 'typing · in the draft' });
  const text = { from: { block: 7, row: 0, column: 0 }, to: { block: 7, row: 1, column: 3 } };
  expect(where({ selection: { text }, follow: { scrolled: true } })).toEqual({ sign: 'pointing', text: 'points at text of block 7' });
});

test('Of several devices the one counts that says most', () => {
  const device = (id: string): Participant => ({ id, person: { name: 'Ann' }, role: 'edit', away: false, guest: false });
  const pointing: PresenceState = { selection: { blocks: [{ from: 1, to: 1 }] } };
  const states = new Map<string, PresenceState>([['one', { typing: true }], ['two', pointing], ['other', pointing]]);
  expect(stateOf({ participants: [device('one'), device('two'), device('three')] }, states)).toBe(pointing);
  expect(stateOf({ participants: [device('three')] }, states)).toBeNull();
});

test('Blocks are shown as ranges, at most as many as may be', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([{ from: 1, to: 3 }, { from: 7, to: 7 }, { from: 9, to: 10 }]);
  expect(rangesOf(Array.from({ length: 40 }, (_, i) => i * 2 + 1))).toHaveLength(16);
});

test('Who types and what becomes of a run is said in a sentence', () => {
  expect([[], ['Ann'], ['Ann', 'Bob'], ['Ann', 'Bob', 'Cy']].map(typingText)).toEqual([null, 'Ann is typing', 'Ann and Bob are typing', '3 people are typing']);
  const run: Run = { number: 1, participant: 'a', person: { name: 'Ann' }, text: 'one\n  two', state: 'asking' };
  expect(runText(run, true, 'Jonas')).toBe('Jonas is asked whether your draft may run: one ⏎ two');
  expect(runText({ ...run, text: 'x'.repeat(90) }, false, 'Jonas')).toBe(`Jonas is asked whether Ann’s draft may run: ${'x'.repeat(59)}…`);
  expect(runText({ ...run, state: 'ran' }, false, 'Jonas')).toBeNull();
  const refused: Run = { ...run, state: 'refused', refused: { reason: 'runRefused', text: 'The sharer did not let it run.' } };
  expect(refusedText(refused, true)).toBe('Not run: The sharer did not let it run. It is a draft again.');
  expect(refusedText(refused, false)).toBe('Ann’s draft was not run: The sharer did not let it run.');
});
