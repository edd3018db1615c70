import { expect, test } from 'vitest';
import { Selection } from './selection';

const order = [3, 5, 8, 9, 12];

test('Click takes one, shift everything between, control adds and takes away', () => {
  const selection = new Selection();
  selection.choose(5, 'one', order);
  selection.choose(12, 'through', order);
  expect(selection.blocks).toEqual([5, 8, 9, 12]);

  selection.choose(3, 'through', order);
  expect(selection.blocks).toEqual([3, 5]);

  selection.choose(9, 'toggle', order);
  selection.choose(3, 'toggle', order);
  expect(selection.blocks).toEqual([5, 9]);
});

test('The keyboard steps within the list and begins at its near end', () => {
  const selection = new Selection();
  expect(selection.neighbour(-1, order)).toBe(12);
  expect(selection.neighbour(1, order)).toBe(3);
  expect([selection.neighbour(Infinity, order), selection.neighbour(-Infinity, order)]).toEqual([12, 3]);
  selection.choose(5, 'one', order);
  expect([selection.neighbour(1, order), selection.neighbour(-10, order), selection.neighbour(Infinity, order)]).toEqual([8, 3, 12]);
  expect(selection.neighbour(1, [])).toBeNull();
});

test('Through a block that is no longer listed takes the one alone', () => {
  const selection = new Selection();
  selection.choose(5, 'one', order);
  selection.choose(9, 'through', [8, 9]);
  expect(selection.blocks).toEqual([9]);
});
