import { expect, test } from 'vitest';
import { pointedBy, spansOf, type Lines } from './places';

/** A buffer of lines; `>` begins one that goes on with the line before. `starts`: the first line of each block's output. */
function buffer(text: string[], starts: Record<number, number>, changes: Partial<Lines> = {}): Lines {
  const blocks = Object.entries(starts).map(([block, first]) => ({ block: Number(block), first }));
  return {
    columns: 10,
    length: text.length,
    screen: 0,
    isAlternate: false,
    isWrapped: line => text[line]?.startsWith('>') ?? false,
    blockAt: line => blocks.findLast(({ first }) => first <= line)?.block ?? null,
    linesOf: block => {
      const found = blocks.find(each => each.block === block);
      return found ? { first: found.first, last: (blocks.find(({ first }) => first > found.first)?.first ?? text.length + 1) - 2 } : null;
    },
    ...changes,
  };
}

const wide = buffer(['$ ls', 'one', 'a long li', '>ne', 'two', '$ pwd', '/tmp'], { 4: 1, 5: 6 });

test('A selected text is a place in its block’s output, where a wrapped line is one', () => {
  expect(pointedBy(wide, { line: 3, column: 1 }, { line: 4, column: 2 })).toEqual({ text: { from: { block: 4, row: 1, column: 11 }, to: { block: 4, row: 2, column: 2 } } });
});

test('It is found where lines are wrapped elsewhere', () => {
  const pointed = pointedBy(wide, { line: 3, column: 1 }, { line: 4, column: 2 })!;
  const narrow = buffer(['old', '$ ls', 'one', 'a lon', '>g lin', '>e', 'two', '$ pwd'], { 4: 2, 5: 8 }, { columns: 5 });
  expect(spansOf(narrow, pointed)).toEqual([{ first: 5, last: 6, from: 1, to: 2 }]);
  expect(spansOf(wide, pointed)).toEqual([{ first: 3, last: 4, from: 1, to: 2 }]);
});

test('The end of a full line stays on that line', () => {
  const pointed = pointedBy(wide, { line: 2, column: 0 }, { line: 2, column: 10 })!;
  expect(spansOf(wide, pointed)).toEqual([{ first: 2, last: 2, from: 0, to: 10 }]);
});

test('What no block wrote is a part of the screen, if it is there at all', () => {
  expect(pointedBy(wide, { line: 0, column: 0 }, { line: 0, column: 4 })).toEqual({ screen: { from: { row: 0, column: 0 }, to: { row: 0, column: 4 } } });
  const scrolled = buffer(['old', '$ ls', 'one'], { 4: 2 }, { screen: 1 });
  expect(pointedBy(scrolled, { line: 0, column: 0 }, { line: 0, column: 3 })).toBeNull();
  const program = buffer(['~', '~'], { 4: 0 }, { isAlternate: true });
  const place = { screen: { from: { row: 0, column: 0 }, to: { row: 1, column: 1 } } };
  expect(pointedBy(program, { line: 0, column: 0 }, { line: 1, column: 1 })).toEqual(place);
  expect(spansOf(scrolled, place)).toEqual([{ first: 1, last: 2, from: 0, to: 1 }]);
});

test('Blocks are whole lines with their command; what is not here is left out', () => {
  expect(spansOf(wide, { blocks: [{ from: 4, to: 5 }, { from: 9, to: 9 }] })).toEqual([{ first: 0, last: 6 }]);
  expect(spansOf(wide, { text: { from: { block: 3, row: 0, column: 0 }, to: { block: 3, row: 1, column: 0 } } })).toEqual([]);
  expect(spansOf({ ...wide, isAlternate: true }, { blocks: [{ from: 4, to: 5 }] })).toEqual([]);
});
