// An operator reads who did what, and has it sent on as it comes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newHome, removeHome, run } from './cli.mjs';
import { startServer } from './server.mjs';

let server, home;
before(async () => {
  server = await startServer();
  home = newHome();
});
after(async () => {
  await server?.stop();
  removeHome(home);
});

async function lines(args) {
  const asked = run(home, ['audit', '--json', '--server', server.origin, ...args]);
  assert.equal(await asked.ended, 0, asked.errors());
  return asked.output().toString().trim().split('\n').filter(line => line).map(line => JSON.parse(line));
}

test('the audit says who shared and what ran, and by session, person and kind', async () => {
  const shared = run(home, ['share', '--yes', '--json', '--allow', 'bob@example.com:edit', '--server', server.origin, '--', 'true']);
  assert.equal(await shared.ended, 0, shared.errors());
  const session = JSON.parse(shared.output().toString().split('\n')[0]).session;

  const kinds = (await lines(['--session', session])).map(entry => entry.kind);
  assert.deepEqual([...kinds].sort(), ['allowed', 'ended', 'ran', 'shared']);
  const [ran] = await lines(['--kind', 'ran']);
  assert.equal(ran.command, 'true');
  assert.equal(ran.address, undefined);
  assert.deepEqual((await lines(['--actor', 'bob@example.com'])).map(entry => entry.kind), ['allowed']);
  assert.deepEqual(await lines(['--day', '2020-01-01']), []);
});

test('--follow goes on with what comes', async () => {
  const followed = run(home, ['audit', '--json', '--follow', '--kind', 'shared', '--server', server.origin]);
  await followed.line(/"kind":"shared"/);
  const shared = run(home, ['share', '--yes', '--title', 'one more', '--server', server.origin, '--', 'true']);
  assert.equal(await shared.ended, 0, shared.errors());
  await followed.line(/one more/);
  followed.kill('SIGINT');
  assert.equal(await followed.ended, 130);
});

test('a day that is none is a mistake of the command line, a kind that is none is refused with those that there are', async () => {
  assert.equal(await run(home, ['audit', '--day', 'yesterday', '--server', server.origin]).ended, 240);
  const asked = run(home, ['audit', '--kind', 'danced', '--server', server.origin]);
  assert.equal(await asked.ended, 125);
  assert.match(asked.errors(), /it must be one of signedIn,/);
});
