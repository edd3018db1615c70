// A Dockerfile, as far as this repository's go: its stages and their instructions. https://docs.docker.com/reference/dockerfile
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';

const known = new Set(['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'VOLUME', 'HEALTHCHECK', 'ENTRYPOINT']);

/** @returns {{name: string, base: string, instructions: {verb: string, text: string}[]}[]} */
export function stagesOf(text) {
  const stages = [];
  for (const line of text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ').split('\n').filter(one => one.trim())) {
    const [, verb, rest] = /^(\w+)\s+(.*)$/.exec(line.trim());
    if (!known.has(verb)) throw new Error(`${verb} is an instruction that is not known here: ${line}`);
    if (verb === 'FROM') {
      const [, base, name] = /^(\S+) AS (\S+)$/.exec(rest);
      stages.push({ name, base, instructions: [] });
    } else stages.at(-1).instructions.push({ verb, text: rest });
  }
  return stages;
}

/** ENV's variables. */
export const variablesOf = text => Object.fromEntries(text.split(/\s+/).map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

/** What an image says of how it runs: its own stage's instructions behind those of the stages that it is made from. */
export function imageOf(stages, name) {
  const stage = stages.find(one => one.name === name);
  if (!stage) return { environment: {}, folder: '/', volumes: [] };
  const image = imageOf(stages, stage.base);
  for (const { verb, text } of stage.instructions) {
    if (verb === 'ENV') Object.assign(image.environment, variablesOf(text));
    else if (verb === 'WORKDIR') image.folder = posix.resolve(image.folder, text);
    else if (verb === 'USER') image.user = text;
    else if (verb === 'VOLUME') image.volumes.push(text);
    else if (verb === 'ENTRYPOINT') image.entrypoint = JSON.parse(text);
    else if (verb === 'HEALTHCHECK') image.healthcheck = JSON.parse(/ CMD (\[.*\])$/.exec(` ${text}`)[1]);
  }
  return image;
}

/** Copies what a build is given: what git has of the tree, or would take, without what .dockerignore names. */
export function copyContext(root, into) {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean).map(pattern => new RegExp(`^${pattern.replace(/^\*\*\//, '(.*/)?').replaceAll('.', '\\.').replaceAll('\\.*', '.*')}(/|$)`));
  const files = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter(one => existsSync(join(root, one)) && !ignored.some(pattern => pattern.test(one)))) {
    mkdirSync(dirname(join(into, file)), { recursive: true });
    cpSync(join(root, file), join(into, file));
  }
}

/** COPY: a folder's contents, or files, into a folder of a stage. */
export function copy(text, folder, stageRoot, context, rootOf) {
  const words = text.split(/\s+/);
  const from = words[0].startsWith('--from=') ? rootOf(words.shift().slice('--from='.length)) : context;
  const target = join(stageRoot, posix.resolve(folder, words.pop()));
  for (const word of words) {
    const source = join(from, word);
    const isFolder = statSync(source).isDirectory();
    mkdirSync(target, { recursive: true });
    cpSync(source, isFolder ? target : join(target, basename(word)), { recursive: true });
  }
}
