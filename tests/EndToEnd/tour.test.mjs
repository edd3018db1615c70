// docs/tour.md, done as it says: each command typed, each key pressed, and what it promises seen.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeTerminals, newHome, poll, program, removeHome, terminal } from './cli.mjs';

let home, folder;
before(() => ([home, folder] = [newHome(), mkdtempSync(join(tmpdir(), 'sessionshare-tour-'))]));
after(() => {
  closeTerminals();
  [home, folder].forEach(removeHome);
});

/** What is to be done and seen, in order: `{ terminal, kind, lines }`. */
function steps() {
  const text = readFileSync(new URL('../../docs/tour.md', import.meta.url), 'utf8');
  const found = [];
  let at = '1';
  for (const [, named, kind, body] of text.matchAll(/\*\*Terminal (\d)\.?\*\*|^```(\w*)\n(.*?)^```$/gms)) {
    if (named) at = named;
    else found.push({ at, kind: kind || 'shows', lines: body.trimEnd().split('\n') });
  }
  return found;
}

test('the tour is as it says', async () => {
  const terminals = Object.fromEntries(['1', '2'].map(name => [name, terminal(`tour${name}`, home, ['--version'], { columns: 110, rows: 30 })]));
  for (const one of Object.values(terminals)) {
    await one.until(screen => screen.includes('ended with 0'), 'a shell');
    one.type(`cd ${folder}; clear`);
    one.keys('Enter');
  }

  let link = '';
  const filled = line => line.replaceAll('./sessionshare', program).replaceAll('LINK', link).replaceAll(/\bID\b/g, link.replace(/.*\/s\/(\w+).*/, '$1'));
  for (const { at, kind, lines } of steps()) {
    const shown = terminals[at];
    for (const line of lines) {
      if (kind === 'sh') {
        shown.type(filled(line));
        shown.keys('Enter');
      } else if (kind === 'keys') {
        for (const key of line.split(' ')) shown.keys(key.replace('Ctrl-', 'C-'));
      } else {
        await poll(() => shown.all().includes(line), `in terminal ${at}: ${line}`, shown.all);
        link ||= /http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/.exec(shown.all())?.[0] ?? '';
      }
    }
  }
});
