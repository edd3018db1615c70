// The samples, as a programmer would run them: against a session, by its link.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { share } from './cli.mjs';
import { startServer } from './server.mjs';

const folder = fileURLToPath(new URL('../../samples/', import.meta.url));
const [, engine] = /<OrleansEngine>(\w+)</.exec(readFileSync(`${folder}../eng/engine.props`, 'utf8'));
const run = promisify(execFile);

test('a session is watched by the sample in C# and by the one in JavaScript, which knows docs/protocol.md alone', async () => {
  const server = await startServer();
  const shared = await share(['--link', 'view', '--keep', '1h', '--title', 'sample', '--', 'sh', '-c', 'echo watched; exit 3'], { server: server.origin });
  await shared.process.ended;

  const inCSharp = await run('dotnet', [`${folder}Watch/bin/${engine}/Debug/net10.0/SessionShare.Watch.dll`, shared.link]);
  assert.match(inCSharp.stdout, /^Watching sample\n1 \$ sh -c .*\n1 ended with 3\nThe shared command has ended\./);
  const inJavaScript = await run('node', [`${folder}javascript/watch.mjs`, shared.link]);
  assert.deepEqual([inJavaScript.stdout, inJavaScript.stderr], ['watched\r\n', 'Watching sample\nThe shared command has ended.\n']);

  await shared.stop();
  await server.stop();
});
