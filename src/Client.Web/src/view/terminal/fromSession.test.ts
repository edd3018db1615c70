import { expect, test } from 'vitest';
import { findLinks, isWebAddress } from './links';
import { clipboardText } from './sessionClipboard';
import { textOfLines } from './text';

test('Web addresses are found without what closes the sentence or the bracket around them', () => {
  const found = (text: string) => findLinks(text).map(({ address, at }) => [address, at]);

  expect(found('see https://a.example/x?y=1#z.')).toEqual([['https://a.example/x?y=1#z', 4]]);
  expect(found('(http://a.example/b(c)) and [https://d.example]')).toEqual([['http://a.example/b(c)', 1], ['https://d.example', 29]]);
  expect(found('“https://e.example/日本”,')).toEqual([['https://e.example/日本', 1]]);
  expect(found('file:///etc/passwd javascript:alert(1) http:// https://')).toEqual([]);
});

test('Only web addresses are ever opened', () => {
  expect(['http://a.example', 'https://a.example/'].every(isWebAddress)).toBe(true);
  expect(['javascript:alert(1)', 'file:///x', 'data:text/html,x', 'ssh://a', 'http://', ''].some(isWebAddress)).toBe(false);
});

test('What the session copies is text, of a bounded length; asking for the clipboard is nothing', () => {
  const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  expect(clipboardText(`c;${base64('grüße')}`)).toBe('grüße');
  expect(clipboardText(`;${base64('x')}`)).toBe('x');
  for (const data of ['c;?', 'c;', 'c', 'c;***', `c;${btoa('\xff\xfe')}`, `c;${'A'.repeat(100_001)}`]) expect(clipboardText(data), data.slice(0, 20)).toBeNull();
});

test('Wrapped lines are one line of text, and blanks at the ends go', () => {
  const lines = [['one  ', false], ['two part', false], ['s  ', true], ['   ', false]] as const;
  const buffer = {
    getLine: (at: number) => {
      const line = lines[at];
      return line && ({ isWrapped: line[1], translateToString: (trim?: boolean) => (trim ? line[0].trimEnd() : line[0]) } as never);
    },
  };
  expect(textOfLines(buffer, 0, 3)).toBe('one\ntwo parts');
  expect(textOfLines(buffer, 2, 1)).toBe('');
});
