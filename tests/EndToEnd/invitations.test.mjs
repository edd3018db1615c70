// A small team without a sign-in provider: the server's user invites, the invited person signs in with a code.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newHome, removeHome, run } from './cli.mjs';
import { startServer } from './server.mjs';

let server, admin, ana;
before(async () => {
  server = await startServer();
  [admin, ana] = [newHome(), newHome()];
});
after(async () => {
  await server?.stop();
  removeHome(admin);
  removeHome(ana);
});

test('an invited person signs in with the command that `admin invite` writes, once, and stays signed in', async () => {
  const invited = run(admin, ['admin', 'invite', 'ana@example.com', '--team', 'blue', '--server', server.origin]);
  assert.equal(await invited.ended, 0, invited.errors());
  const words = invited.output().toString().trim().split(' ');
  assert.deepEqual(words.slice(0, 4), ['sessionshare', 'login', '--server', server.origin]);

  const signedIn = run(ana, [...words.slice(1), '--json']);
  assert.equal(await signedIn.ended, 0, signedIn.errors());
  assert.equal(JSON.parse(signedIn.output()).email, 'ana@example.com');
  const asked = run(ana, ['whoami', '--json', '--server', server.origin]);
  assert.equal(await asked.ended, 0, asked.errors());
  assert.deepEqual([JSON.parse(asked.output()).email, JSON.parse(asked.output()).team], ['ana@example.com', 'blue']);

  const other = newHome();
  const again = run(other, words.slice(1));
  assert.equal(await again.ended, 242);
  assert.doesNotMatch(server.log(), new RegExp(words.at(-1)));
  removeHome(other);
});

test('an address that is none, and a server that is not on this machine, are refused', async () => {
  assert.equal(await run(admin, ['admin', 'invite', 'nobody', '--server', server.origin]).ended, 240);
  const away = run(admin, ['admin', 'invite', 'ana@example.com', '--server', 'https://share.example']);
  assert.equal(await away.ended, 242);
  assert.match(away.errors(), /not on this machine/);
});
