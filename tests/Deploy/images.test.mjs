// The Dockerfile's ENTRYPOINTs and HEALTHCHECKs, with what the manifests set, in a root and a network of their own: of the programs that are built, in place of those that the Dockerfile builds. What it builds is
// run by images.mjs.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageOf, stagesOf } from './dockerfile.mjs';
import { programs } from './guide.mjs';
import { whyNoRoots } from './machines.mjs';
import { serveAll } from './pods.mjs';
import { isCluster } from './programs.mjs';

const stages = stagesOf(readFileSync(new URL('../../deploy/images/Dockerfile', import.meta.url), 'utf8'));

test('What a stage copies from another one is what that one makes', () => {
  for (const { name, instructions } of stages)
    for (const [, from, path] of instructions.filter(one => one.verb === 'COPY').map(({ text }) => /^--from=(\S+) (\S+)/.exec(text)).filter(Boolean)) {
      const makes = stages.find(stage => stage.name === from).instructions.filter(one => one.verb === 'RUN').map(one => one.text).join('\n');
      assert.ok(makes.includes(`-o ${path}`) || path.endsWith('/wwwroot'), `${name} copies ${path}, which ${from} does not make`);
    }
});

if (isCluster && existsSync('/usr/lib/postgresql') && !whyNoRoots())
  test('Silo and gateway start by their ENTRYPOINT as the manifests have them, are healthy, and stop in time', async context => {
    const scratch = mkdtempSync(join(tmpdir(), 'sessionshare-images-'));
    try {
      const images = Object.fromEntries(['silo', 'gateway'].map(name => {
        const root = join(scratch, 'roots', name);
        mkdirSync(root, { recursive: true });
        return [name, { ...imageOf(stages, name), root, binds: [{ path: '/app', from: realpathSync(programs), readOnly: true }] }];
      }));
      await serveAll(images, scratch, text => context.diagnostic(text), ['kubernetes']);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
