import { expect, test } from 'vitest';
import { addressOf, pathOfThisSite, readSessionLink, readSignInLink } from './link';

const session = '0123456789abcdefABCDEF';
const origin = 'https://share.example';
const at = (path: string) => new URL(path, origin);

test('A link names its session, and its secret where it has one', () => {
  expect(readSessionLink(at(`/s/${session}#k=s3cret`))).toEqual({ session, secret: 's3cret', block: null });
  expect(readSessionLink(at(`/s/${session}`))).toEqual({ session, secret: null, block: null });
});

test('A link may name one block, and is written as it is read', () => {
  for (const link of [{ session, secret: 's', block: 12 }, { session, secret: null, block: 3 }, { session, secret: 's', block: null }, { session, secret: null, block: null }])
    expect(readSessionLink(new URL(addressOf(link, origin)))).toEqual(link);
  for (const block of ['0', '-1', 'x', '1e3', '']) expect(readSessionLink(at(`/s/${session}#block=${block}`))?.block, block).toBeNull();
});

test('An address without a session id is no link', () => {
  for (const path of ['/s/', '/s/short', `/s/${session}x`, `/s/${session}/more`, '/', '/signin']) expect(readSessionLink(at(path))).toBeNull();
});

test('Signing in goes on to the session that the command named', () => {
  const to = encodeURIComponent(`/s/${session}#k=abc`);
  expect(readSignInLink(at(`/signin#code=C1&to=${to}`))).toEqual({ code: 'C1', to: `/s/${session}#k=abc` });
});

test('Signing in goes nowhere but to a path of this site', () => {
  for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', 's/x', '', null])
    expect(pathOfThisSite(to, origin), String(to)).toBeNull();
});

test('An address without a code is nothing to sign in with', () => {
  expect(readSignInLink(at('/signin'))).toBeNull();
});
