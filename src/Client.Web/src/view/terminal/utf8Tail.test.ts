import { expect, test } from 'vitest';
import { Utf8Tail } from './utf8Tail';

const utf8 = new TextEncoder();

test('However text is cut, nothing that is written ends inside a character, and nothing is lost', () => {
  const text = 'a“ü”–€🙂漢z';
  const bytes = utf8.encode(text);
  for (let size = 1; size <= 5; size++) {
    const tail = new Utf8Tail();
    let written = '';
    for (let at = 0; at < bytes.length; at += size) written += new TextDecoder('utf-8', { fatal: true }).decode(tail.take(bytes.subarray(at, at + size)));
    expect(written, `pieces of ${size}`).toBe(text);
  }
});

test('Bytes that are no text go through as they are', () => {
  const tail = new Utf8Tail();
  const bytes = new Uint8Array([0x80, 0x80, 0x80, 0x80, 0xff, 0x41]);
  expect([...tail.take(bytes)]).toEqual([...bytes]);
});

test('What waits is forgotten with the screen', () => {
  const tail = new Utf8Tail();
  tail.take(new Uint8Array([0xe2, 0x80]));
  tail.forget();
  expect([...tail.take(utf8.encode('x'))]).toEqual([0x78]);
});
