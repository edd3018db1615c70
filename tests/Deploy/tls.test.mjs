// A server that speaks TLS itself, by the operations guide, with a certificate of its own making that command lines are told to trust.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { person, programs, share, tlsCommands, until } from './guide.mjs';

test('A session is shared and joined over TLS that the server speaks itself, and nobody who does not trust it gets in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sessionshare-tls-'));
  const homes = [folder];
  const children = [];
  const lines = tlsCommands().trim().split('\n');
  const serve = lines.pop().replace(/ &$/, '').replace(':8443', ':0');
  try {
    execFileSync('bash', ['-ec', lines.join('\n')], { cwd: folder, stdio: 'pipe' });
    const server = spawn('bash', ['-ec', `exec ${serve}`], { cwd: folder, env: { ...process.env, PATH: `${programs}:${process.env.PATH}`, SESSIONSHARE_HOME: join(folder, 'home') }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(server);
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', bytes => (said += bytes));
    const url = await until(() => /https:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0], 'an address', () => said);

    const stranger = person(['share', '--json', '--yes', '--', 'true'], url, homes);
    children.push(stranger.child);
    await until(() => stranger.child.exitCode !== null, 'a refusal', stranger.output);
    assert.notEqual(stranger.child.exitCode, 0);

    const trusting = { SSL_CERT_FILE: join(folder, 'share.crt') };
    const shared = await share(['--', 'sh', '-c', 'while :; do echo over TLS; sleep 0.1; done'], url, homes, trusting);
    children.push(shared.child);
    assert.ok(shared.link.startsWith(`${url}/s/`), shared.link);
    const viewer = person(['join', shared.link, '--raw'], url, homes, undefined, trusting);
    children.push(viewer.child);
    await until(() => viewer.output().includes('over TLS'), 'the session\'s output', viewer.output);
    assert.ok(!said.includes(readFileSync(join(folder, 'password'), 'utf8').trim()));
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map(child => child.exitCode ?? new Promise(resolve => child.on('close', resolve))));
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  }
});
