import { expect, test } from 'vitest';
import { restored } from './keptFragment';

const at = (path: string) => new URL(path, 'https://share.example');

test('The secret comes back to the page that it was kept for, and to no other', () => {
  expect(restored(at('/s/ONE'), '/s/ONE#k=abc').href).toBe('https://share.example/s/ONE#k=abc');
  expect(restored(at('/s/TWO'), '/s/ONE#k=abc').href).toBe('https://share.example/s/TWO');
  expect(restored(at('/s/ONE#k=new'), '/s/ONE#k=abc').href).toBe('https://share.example/s/ONE#k=new');
  expect(restored(at('/s/ONE'), null).href).toBe('https://share.example/s/ONE');
  expect(restored(at('/s/ONE'), '//elsewhere.example/s/ONE#k=abc').href).toBe('https://share.example/s/ONE');
});
