import { expect, test } from 'vitest';
import { bytesText, durationText } from './duration';
import { fittingFontSizes } from './terminal/fontSize';
import { finishText } from './finishText';
import { colourOf, initialsOf } from './people/person';
import { stateText } from './stateText';

test('Durations read as a person says them', () => {
  expect([-1, 0, 40_000, 999_400, 999_600, 1_240_000, 59_940_000, 59_960_000, 185_000_000, 7_800_000_000].map(durationText)).toEqual([
    '0 ms', '0 ms', '40 ms', '999 ms', '1.0 s', '1.2 s', '59.9 s', '1 min 0 s', '3 min 5 s', '2 h 10 min',
  ]);
  expect([999, 1500, 2_500_000].map(bytesText)).toEqual(['999 bytes', '1.5 kB', '2.5 MB']);
});

test('Initials and colour are those that the server makes of name and address', () => {
  const named = (name: string) => initialsOf({ name });
  expect(['Mira Holt', 'noor', 'Ana de la Cruz', 'jo.do@example.com', 'Émile Zola', ' ', '日本 太郎'].map(named)).toEqual(['MH', 'N', 'AC', 'JD', 'ÉZ', '?', '日太']);
  const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
  expect([initialsOf(ada), colourOf(ada)]).toEqual(['AL', '#00677f']);
  expect(colourOf({ ...ada, email: 'ADA@example.com' })).toBe('#00677f');
  expect(new Set(Array.from({ length: 100 }, (_, i) => colourOf({ name: `guest ${i}` }))).size).toBe(12);
});

test('Waits are counted down in seconds, short ones are not', () => {
  expect(stateText({ name: 'reconnecting', milliseconds: 400 })).toBe('Reconnecting…');
  expect(stateText({ name: 'reconnecting', milliseconds: 5000 })).toBe('Reconnecting in 5 s');
  expect(stateText({ name: 'reconnecting', milliseconds: 5000 }, 4900)).toBe('Reconnecting in 1 s');
});

test('Whoever may only need to sign in is told how; whoever lost access may try again', () => {
  const refusal = (reason: string) => ({ reason, text: 'T' });
  expect(finishText({ name: 'refused', refusal: refusal('unknownOrForbidden') })).toMatchObject({ text: 'T', signIn: true });
  expect(finishText({ name: 'refused', refusal: refusal('participantLimit') })).toMatchObject({ signIn: false, again: 'Try again' });
  expect(finishText({ name: 'closed', refusal: refusal('accessEnded') })).toMatchObject({ again: 'Try again' });
  expect(finishText({ name: 'ended', ended: refusal('sharerLost') })).toMatchObject({ text: 'T', again: null });
});

test('The font fills the space, within what can be read, and scrolls where that is too small', () => {
  const cell = { width: 0.6, height: 1.2 };
  expect(fittingFontSizes({ columns: 100, rows: 30 }, { width: 900, height: 900 }, cell)[0]).toBe(15);
  expect(fittingFontSizes({ columns: 100, rows: 50 }, { width: 900, height: 600 }, cell)[0]).toBe(10);
  expect(fittingFontSizes({ columns: 20, rows: 5 }, { width: 900, height: 600 }, cell)).toEqual([18]);
  expect(fittingFontSizes({ columns: 200, rows: 50 }, { width: 370, height: 800 }, cell)).toEqual([13]);
  expect(fittingFontSizes({ columns: 200, rows: 100 }, { width: 370, height: 800 }, cell)).toEqual([11]);
});
