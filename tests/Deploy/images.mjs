// The images, made and run without Docker: each RUN of the Dockerfile in a root that has only what its COPY lines brought and, for the base image, this machine's own folders; then each ENTRYPOINT and HEALTHCHECK
// with what the manifests and compose set. Takes some minutes. What it needs: root or a kernel that gives ordinary users namespaces, node, .NET's SDK, PostgreSQL's programs.
// usage: node images.mjs
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { copy, copyContext, imageOf, stagesOf, variablesOf } from './dockerfile.mjs';
import { run, whyNoRoots } from './machines.mjs';
import { serveAll } from './pods.mjs';

const root = new URL('../../', import.meta.url).pathname;
const stages = stagesOf(readFileSync(join(root, 'deploy/images/Dockerfile'), 'utf8'));
const reason = whyNoRoots();
if (reason) throw new Error(reason);

const scratch = mkdtempSync(join(tmpdir(), 'sessionshare-images-'));
const rootOf = stage => join(scratch, 'roots', stage);
try {
  // A compiler that runs beside it must not be asked: it sees other files.
  const temporary = join(scratch, 'tmp');
  mkdirSync(temporary);
  const context = join(scratch, 'context');
  copyContext(root, context);
  for (const { name, base, instructions } of stages) {
    mkdirSync(rootOf(name), { recursive: true });
    if (stages.some(stage => stage.name === base)) cpSync(rootOf(base), rootOf(name), { recursive: true });
    const environment = { PATH: process.env.PATH, HOME: process.env.HOME };
    let folder = '/';
    for (const { verb, text } of instructions) {
      if (verb === 'WORKDIR') mkdirSync(join(rootOf(name), (folder = posix.resolve(folder, text))), { recursive: true });
      else if (verb === 'ENV') Object.assign(environment, variablesOf(text));
      else if (verb === 'COPY') copy(text, folder, rootOf(name), context, rootOf);
      else if (verb === 'RUN') {
        const began = Date.now();
        const { status, output } = run(rootOf(name), { folder, environment, volumes: [{ path: '/tmp', from: temporary }] }, ['/bin/sh', '-c', text]);
        if (status !== 0) throw new Error(`${name}: RUN ${text}: exit code ${status}\n${output}`);
        console.log(`${name}: RUN ${text}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
      }
    }
  }
  const images = Object.fromEntries(['silo', 'gateway'].map(name => [name, { ...imageOf(stages, name), root: rootOf(name) }]));
  await serveAll(images, scratch, console.log);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
