// What a session leaves: its blocks, read, searched, exported and played after its end, with the home's own server started for it.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.mjs';
import { closeTerminals, newHome, poll, removeHome, run, terminal } from './cli.mjs';

let home, folder, id, link;
before(async () => {
  home = newHome();
  folder = mkdtempSync(join(tmpdir(), 'sessionshare-files-'));
  const sharer = terminal('history', home, ['share', '--yes', '--keep', '1h', '--title', 'kept'], { columns: 100, rows: 20 });
  link = await sharer.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
  id = /\/s\/(\w{22})/.exec(link)[1];
  for (const [line, shown] of [
    ["PS1='at: '", /at: $/],
    ["printf '\\e[31mred\\e[0m grüße 漢字\\n'; false", /red grüße 漢字\nat: $/],
    ['seq 1 300 | tr "\\n" " "; echo', /299 300 ?\nat: $/],
    ['clear; vim -u NONE -c q; echo behind vim', /behind vim\nat: $/],
  ]) {
    sharer.type(line);
    sharer.keys('Enter');
    await sharer.until(screen => shown.test(screen + (screen.endsWith('at:') ? ' ' : '')), String(shown));
  }
  sharer.type('exit 3');
  sharer.keys('Enter');
  await sharer.until(screen => screen.includes('ended with 3'), 'the end');
  await stopServer();
});
after(() => {
  closeTerminals();
  [home, folder].forEach(removeHome);
});

/** So that what comes next has to start it again. It also stops by itself, and takes its file along. */
async function stopServer() {
  const state = join(home, 'server', 'state.json');
  if (!existsSync(state)) return;
  const { pid } = JSON.parse(readFileSync(state, 'utf8'));
  process.kill(pid, 'SIGTERM');
  await poll(() => {
    try {
      return !process.kill(pid, 0) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return true;
    }
  }, 'the server stopped', () => `process ${pid}`);
}

const say = async (...words) => {
  const process = run(home, words);
  return { code: await process.ended, output: process.output().toString(), errors: process.errors() };
};

describe('the history of a session that has ended', () => {
  test('is listed by block, shown and searched; what is not there is said', async () => {
    const listed = await say('blocks', id);
    assert.match(listed.output, /BLOCK +EXIT +TOOK +BEGAN +COMMAND\n +1 +0 .*PS1='at: '\n +2 +1 .*printf .*; false\n/, listed.errors);
    const facts = (await say('blocks', link, '--json')).output.trim().split('\n').map(line => JSON.parse(line));
    assert.deepEqual(facts.map(({ block, exitCode }) => [block, exitCode]), [[1, 0], [2, 1], [3, 0], [4, 0], [5, 3]]);

    assert.equal((await say('show', `${id}:2`)).output, "$ printf '\\e[31mred\\e[0m grüße 漢字\\n'; false\nred grüße 漢字\n");
    assert.equal((await say('show', `${link}&block=2`, '--output')).output, '\u001b[31mred\u001b[0m grüße 漢字\r\n');
    assert.equal((await say('show', `${id}:2`, '--command')).output, "printf '\\e[31mred\\e[0m grüße 漢字\\n'; false\n");
    const third = JSON.parse((await say('show', `${id}:3`, '--json')).output);
    assert.equal(third.output, Array.from({ length: 300 }, (_, at) => at + 1).join(' '), 'a line that the edge had cut is one again');

    assert.equal((await say('search', id, 'GRÜSSE')).code, 1);
    assert.equal((await say('search', id, 'grüße')).output, "2:$ printf '\\e[31mred\\e[0m grüße 漢字\\n'; false\n2:red grüße 漢字\n");

    const missing = await say('show', `${id}:99`);
    assert.deepEqual([missing.code, missing.errors], [125, 'The session has no block 99: its newest is 5.\n']);
    const unnamed = await say('show', id);
    assert.equal(unnamed.code, 240);
    assert.match(unnamed.errors, /names no block; .*such as ID:12\. sessionshare blocks ID lists them/);
  });

  test('is exported as text, as JSON, and as a recording that asciinema\'s player plays to its end, in both versions', async () => {
    const text = (await say('export', id, '--as', 'text')).output;
    assert.match(text, /^at: printf .*; false\nred grüße 漢字\nat: seq/m, 'also what was cleared since');
    assert.match(text, /\nbehind vim\nat: exit 3\nexit\n/);
    assert.doesNotMatch(text, /~\n~\n|\u001b/, 'what vim drew on its own screen is gone, as in a terminal');

    const [session, ...blocks] = (await say('export', id, '--as', 'json')).output.trim().split('\n').map(line => JSON.parse(line));
    assert.deepEqual([session.title, session.columns, session.rows, session.blocks], ['kept', 100, 19, 5]);
    assert.deepEqual(blocks.map(({ block, output }) => [block, output.slice(0, 7)]), [[1, ''], [2, 'red grü'], [3, '1 2 3 4'], [4, 'behind '], [5, 'exit']]);

    const bundle = fileURLToPath(new URL('node_modules/asciinema-player/dist/bundle/', import.meta.url));
    const browser = await openBrowser();
    for (const form of ['asciicast', 'asciicast2']) {
      const data = (await say('export', id, '--as', form)).output;
      const page = await browser.page();
      await page.setContent('<div id="player"></div>');
      await page.addStyleTag({ path: join(bundle, 'asciinema-player.css') });
      await page.addScriptTag({ path: join(bundle, 'asciinema-player.min.js') });
      await page.evaluate(data => {
        const player = AsciinemaPlayer.create({ data }, document.getElementById('player'), { preload: true });
        player.addEventListener('ready', () => player.seek('100%'));
      }, data);
      await page.locator('#player').filter({ hasText: /behind vim.*at: exit 3/s }).waitFor();
      assert.deepEqual(page.faults, []);
    }
    await browser.close();
  });

  for (const [columns, rows] of [[80, 24], [200, 50]]) {
    test(`is played in a terminal of ${columns}x${rows}, paused, and left`, async () => {
      const viewer = terminal(`replay${columns}`, home, ['replay', id, '--speed', '1000'], { columns, rows });
      await viewer.until(screen => /^behind vim\nat: exit 3\n.*ended with 0/ms.test(screen), 'what stood there at the end');

      const file = join(folder, `${columns}.cast`);
      writeFileSync(file, '{"version": 3, "term": {"cols": 40, "rows": 5}}\n[0, "o", "one"]\n[0.1, "o", " two"]\n[1000, "o", " three"]\n[1000, "o", " four"]\n');
      const player = terminal(`file${columns}`, home, ['replay', file, '--speed', '2', '--idle-limit', '1s'], { columns, rows });
      await player.until(screen => /^one two three/m.test(screen), 'the recording');
      player.keys('q');
      await player.until(screen => screen.includes('ended with 0'), 'the end');
    });
  }

  test('what can\'t be played is said with what is wrong', async () => {
    const file = join(folder, 'wrong.cast');
    writeFileSync(file, '{"version": 3, "term": {"cols": 40, "rows": 5}}\n[0, "o", "one"]\nnothing\n');
    const player = terminal('wrong', home, ['replay', file]);
    await player.until(screen => /wrong\.cast can't be played: line 3: it is no event, such as/.test(screen.replaceAll('\n', '')), 'what is wrong');
    const missing = terminal('missing', home, ['replay', 'no-such-file']);
    await missing.until(screen => /There is no file no-such-file, and it is neither/.test(screen.replaceAll('\n', '')), 'what is wrong');
  });
});
