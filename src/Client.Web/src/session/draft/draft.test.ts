import { ChangeSet, Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { DraftWorld } from '../../testing/draftWorld';
import { randomFrom } from '../../testing/random';
import { DraftCopy } from './draftCopy';
import { between, changesOf, draftText, parted, setOf } from './limits';

const seeds = Number(import.meta.env.VITE_DRAFT_SEEDS ?? 150);
const steps = 300;

/** Runs a plan for each seed; one that fails says its seed. */
async function plans(act: (seed: number) => Promise<void>) {
  for (let seed = 1; seed <= seeds; seed++)
    await act(seed).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
}

test('Whatever is edited, cut, moved, refused and run, all pages end at the session’s text', { timeout: 60_000 }, async () => {
  const happened: Record<string, number> = {};
  await plans(async seed => {
    const world = new DraftWorld(seed, 4);
    for (let step = 0; step < steps; step++) await world.step();
    await world.settle();
    for (const page of world.pages) {
      expect(page.shown.toString()).toBe(world.authority.text);
      expect(page.draft.text).toBe(world.authority.text);
    }
    for (const [what, times] of Object.entries(world.happened)) happened[what] = (happened[what] ?? 0) + times;
    happened.refused = (happened.refused ?? 0) + world.pages.reduce((sum, { refused }) => sum + refused, 0);
  });
  for (const what of ['edited', 'cut', 'moved', 'role', 'ran', 'returned', 'refused']) expect(happened[what], what).toBeGreaterThan(0);
});

test('Nothing written is lost or doubled through lost connections and moves of the session', { timeout: 60_000 }, async () => {
  await plans(async seed => {
    const world = new DraftWorld(seed, 3);
    for (let step = 0; step < steps; step++) await world.step({ gentle: true });
    await world.settle();
    const count = (letter: string) => world.authority.text.split(letter).length - 1;
    expect([count('<'), count('>')]).toEqual([world.happened.inserted, world.happened.inserted]);
    for (const page of world.pages) expect(page.shown.toString()).toBe(world.authority.text);
  });
});

test('An edit that was taken in and is not in the whole text that follows is sent again', async () => {
  const copy = new DraftCopy(() => {});
  copy.edit(ChangeSet.of({ from: 0, insert: 'ls' }, 0));
  const first = copy.next('you');
  copy.take({ number: 2 ** 32, text: 'x' });
  copy.takeRead({ number: 2 ** 32, text: 'x' }, 0, 'you');

  expect(copy.next('you')).toMatchObject({ number: 2 ** 32, edit: first?.edit });
  expect(copy.next('you')).toBeNull();
});

const doc = (text: string) => Text.of(text.split('\n'));

test('A large change goes out in parts that together are the change, and no part cuts a character', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomFrom(seed);
    const before = 'abcdefghij'.repeat(300);
    const changes = Array.from({ length: seed % 5 === 0 ? 700 : 4 }, (_, i) => ({ from: i * 4, to: i * 4 + Math.floor(random() * 3), insert: '😀'.repeat(Math.floor(random() * (seed % 5 === 0 ? 3 : 6_000))) }));
    const whole = setOf(changes.filter(({ from, to, insert }) => to > from || insert !== ''), before.length);
    let [text, left, parts]: [Text, ChangeSet | null, number] = [doc(before), whole, 0];
    while (left) {
      const { first, rest }: { first: ChangeSet; rest: ChangeSet | null } = parted(left);
      const sent = changesOf(first);
      expect(sent.length).toBeLessThanOrEqual(256);
      expect(sent.reduce((sum, { insert }) => sum + insert.length, 0)).toBeLessThanOrEqual(8192);
      for (const { insert } of sent) expect(insert).toBe(draftText(insert));
      [text, left, parts] = [first.apply(text), rest, parts + 1];
      expect(parts).toBeLessThan(20);
    }
    expect(text.toString(), `seed ${seed}`).toBe(whole.apply(doc(before)).toString());
  }
});

test('The difference of two texts makes one of the other', () => {
  for (const [before, after] of [['', ''], ['', 'a'], ['aaa', 'aa'], ['ls -l', 'ls -la\npwd'], ['xabcx', 'xbx']] as const)
    expect(between(before, after).apply(doc(before)).toString()).toBe(after);
});

test('A draft takes newlines and tabs, no other control characters, no halves of characters', () => {
  expect(draftText('a\r\nb\rc\td\x1b[31m\0\x7f\ud83d e😀\u2028')).toBe('a\nb\nc\td[31m e😀\u2028');
});

test('A cursor is told in the session’s text, and found in what was written since', () => {
  const [one, two] = [new DraftCopy(() => {}), new DraftCopy(() => {})];
  for (const copy of [one, two]) copy.take({ number: 7, text: 'ls' });
  one.edit(setOf([{ from: 0, to: 0, insert: 'sudo ' }], 2)); // not confirmed
  expect(one.cursor(7, 7)).toEqual({ number: 7, anchor: 2, head: 2 });
  expect(one.place(two.cursor(1, 2))).toEqual({ anchor: 6, head: 7 });

  two.take({ number: 8, edits: [{ number: 8, participant: 'c', edit: 1, cause: 'edit', changes: [{ from: 0, to: 0, insert: '# ' }] }] });
  expect(one.place(two.cursor(2, 2))).toBe('later');
  expect(two.place({ number: 7, anchor: 0, head: 2 })).toEqual({ anchor: 0, head: 4 });
  expect(two.place({ number: 5, anchor: 0, head: 0 })).toBeNull();
});
