import { expect, test } from 'vitest';
import type { Standing } from '../session/standing';
import { asText } from './blocks/blockText';
import { controlText } from './controlText';
import { foundText } from './findBar';
import { withControl } from './keyBar';
import { fitting } from './match';
import { isSeveralLines } from './paste';
import { grantQuestion, linkQuestion, teamQuestion } from './people/warnings';
import { settingsFrom } from './settings';
import { changeText } from './standingText';

const watching: Standing = { role: 'view', request: null, isSharer: false, isGuest: false, mayType: false, mayManage: false, sharer: 'Jonas', sharerIsAway: false, needsYes: false };
const editing: Standing = { ...watching, role: 'edit', mayType: true };

test('The bar says where keys go, and offers what can be done about it', () => {
  expect(controlText(watching, 'terminal', false)).toMatchObject({ kind: 'watching', offers: ['ask'] });
  expect(controlText({ ...watching, request: 'edit' }, 'draft', false)).toMatchObject({ kind: 'asking', offers: ['cancel'] });
  expect(controlText(editing, null, false)).toMatchObject({ kind: 'mayType', offers: ['focus', 'handBack'] });
  expect(controlText(editing, null, true).text).toContain('A command is running');
  expect(controlText(editing, 'draft', false)).toMatchObject({ kind: 'drafting', text: 'You write the draft. Enter runs it on Jonas’s machine.' });
  expect(controlText({ ...editing, needsYes: true }, 'draft', false).text).toBe('You write the draft. Enter asks Jonas to run it.');
  expect(controlText({ ...editing, needsYes: true }, 'terminal', true).text).toBe('Jonas lets your keys reach only a program that they release to you.');
  expect(controlText(editing, 'terminal', true)).toMatchObject({ kind: 'typing', text: 'Your keys go to Jonas’s machine.' });
});

test('A change of what a person may do is told, once, and nothing else is', () => {
  expect(changeText(null, editing)).toBeNull();
  expect(changeText(watching, { ...watching, sharerIsAway: true })).toBeNull();
  expect(changeText(watching, editing)).toMatch(/can now type/);
  expect(changeText(editing, watching)).toMatch(/no longer type/);
  expect(changeText({ ...watching, request: 'edit' }, watching)).toMatch(/request is no longer open/);
  expect(changeText({ ...editing, role: 'manage' }, editing)).toMatch(/no longer manage/);
});

test('Whatever lets somebody type is said to be what the sharer can do on that machine', () => {
  for (const question of [grantQuestion('Mira', 'edit', 'Jonas'), grantQuestion('Mira', 'manage', 'Jonas'), linkQuestion('edit', false, 'Jonas'), teamQuestion('Ops', 'edit', 'Jonas')])
    expect(question?.text.join(' ')).toMatch(/do on Jonas’s machine whatever Jonas can/);
  expect(grantQuestion('Mira', 'edit', 'Jonas', 3600)?.title).toBe('Let Mira type, for 1 hour?');
  expect(grantQuestion('Mira', 'view', 'Jonas')).toBeNull();
  expect(linkQuestion('view', false, 'Jonas').text.join(' ')).toMatch(/Anyone with this link/);
  expect(linkQuestion('view', true, 'Jonas').text.join(' ')).toMatch(/who came by the old one is out/);
});

test('Actions are found by words in any order, the best first', () => {
  const titles = ['Copy link to block', 'Copy the screen as text', 'Open the link', 'Type'];
  const found = (typed: string) => fitting(titles, title => title, typed);
  expect(found('  ')).toEqual(titles);
  expect(found('link copy')).toEqual(['Copy link to block']);
  expect(found('link')).toEqual(['Copy link to block', 'Open the link']);
  expect(found('ty')[0]).toBe('Type');
  expect(found('nothing')).toEqual([]);
});

test('Settings that were tampered with, or of another version, count as not chosen', () => {
  const first = { scheme: 'system', renderer: 'automatic', screenReader: false };
  for (const kept of [null, '', '{', '[]', 'null', '{"scheme":"pink","renderer":3,"screenReader":"yes"}']) expect(settingsFrom(kept), String(kept)).toEqual(first);
  expect(settingsFrom('{"scheme":"dark","renderer":"dom","screenReader":true}')).toEqual({ scheme: 'dark', renderer: 'dom', screenReader: true });
});

test('Small texts', () => {
  expect(foundText({ index: -1, count: 0 }, 'x')).toBe('not found');
  expect(foundText({ index: 2, count: 7 }, 'x')).toBe('3 of 7');
  expect(foundText({ index: 0, count: 0 }, '')).toBe('');
  expect([...withControl(new Uint8Array([0x63]))]).toEqual([3]);
  expect([...withControl(new Uint8Array([0x31]))]).toEqual([0x31]);
  expect([...withControl(new Uint8Array([0x63, 0x64]))]).toEqual([0x63, 0x64]);
  expect([isSeveralLines('a\nb'), isSeveralLines('a\r'), isSeveralLines('ab')]).toEqual([true, true, false]);
  const block = { number: 1, command: 'ls', directory: null, first: 1, last: 2, startedAt: 0, endedAt: 1, exitCode: 0, ranBy: null, state: 'ended' } as const;
  expect(asText(block, 'a\nb')).toBe('$ ls\na\nb');
  expect(asText(block, '')).toBe('$ ls');
});
