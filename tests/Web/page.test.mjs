// The page, in headless Chromium, with a real shell behind it: what a person sees who opens a link.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { narrow, openBrowser, screenText, waitForState, waitForText } from './browser.mjs';
import { programs, startServer } from './server.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** `sessionshare ...` with a home of its own; answers its lines of JSON as they come, and its end. */
const cli = (home, ...words) => {
  const child = spawn(join(programs, 'sessionshare'), words, {
    env: { ...process.env, SESSIONSHARE_HOME: home, SESSIONSHARE_SERVER: server.origin, TERM: 'xterm-256color' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const waiting = [];
  let rest = '';
  let errors = '';
  child.stderr.on('data', bytes => (errors += bytes));
  child.stdout.on('data', bytes => {
    const parts = (rest + bytes).split('\n');
    rest = parts.pop();
    for (const part of parts.filter(Boolean)) lines.push(part);
    waiting.splice(0).forEach(look => look());
  });
  const ended = new Promise(resolve => child.on('exit', code => (resolve(code), waiting.splice(0).forEach(look => look()))));
  return {
    ended,
    kill: signal => child.kill(signal),
    line: predicate =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`Not seen in ${JSON.stringify(lines)} ${errors}`)), 30_000);
        const look = () => {
          const found = lines.find(predicate);
          if (!found) return waiting.push(look);
          clearTimeout(limit);
          resolve(found);
        };
        look();
      }),
  };
};

const newHome = () => mkdtempSync(join(tmpdir(), 'sessionshare-home-'));

/** Shares a command headless and answers its link. */
const share = async (...words) => {
  const home = newHome();
  const program = cli(home, 'share', '--json', '--yes', ...words);
  const { link, session } = JSON.parse(await program.line(line => line.includes('"shared"')));
  return { home, link, session, program, stop: async () => (program.kill('SIGTERM'), await program.ended, rmSync(home, { recursive: true, force: true })) };
};

const script = "printf '\\033[32mgreen\\033[0m plain\\n'; for i in $(seq 1 200); do echo line $i; done; printf 'wide: \\344\\275\\240\\345\\245\\275 done\\n'; sleep 60";

describe('opening a link', () => {
  test('a guest sees the session live, with its people and its commands', async () => {
    const shared = await share('--link', 'view', '--', 'bash', '-c', script);
    const page = await browser.page();
    await page.goto(shared.link);
    await page.getByRole('textbox').fill('Vera');
    await page.getByRole('button', { name: /join/i }).click();
    await waitForState(page, 'live');

    await waitForText(page, 'wide: 你好 done');
    assert.match(await screenText(page), /line 199\nline 200\nwide/);
    assert.equal(await page.locator('[data-participant]').count(), 2);
    assert.equal(await page.locator('[data-block="1"]').getAttribute('data-block-state'), 'running');
    // That nobody is signed in yet is an answer with status 401, which Chromium writes to the console.
    assert.deepEqual(page.faults.filter(fault => !/status of 401/.test(fault)), []);
    await shared.stop();
    await waitForState(page, 'ended');
  });

  test('a browser signed in by `open` sees what only that person may see', async () => {
    const shared = await share('--allow', 'bob@example.com', '--', 'bash', '-c', 'echo for bob only; sleep 60');
    const bob = newHome();
    await cli(bob, 'login', '--as', 'bob@example.com').ended;
    const opened = cli(bob, 'open', '--print', shared.link);
    const url = /http\S+/.exec(await opened.line(line => line.includes('http')))[0];
    const [page, stranger] = [await browser.page(), await browser.page()];

    await page.goto(url);
    await waitForText(page, 'for bob only');
    assert.equal(new URL(page.url()).pathname, `/s/${shared.session}`);
    await stranger.goto(shared.link);
    await stranger.getByRole('textbox').fill('Mallory');
    await stranger.getByRole('button', { name: /join/i }).click();
    await waitForState(stranger, 'refused');
    assert.match(await stranger.locator('body').innerText(), /no such session, or you have no access/);
    assert.doesNotMatch(await stranger.content(), /for bob only/);
    await shared.stop();
    rmSync(bob, { recursive: true, force: true });
  });

  test('the page comes back by itself when the server is killed and started again, without losing a line', async () => {
    const shared = await share('--link', 'view', '--', 'bash', '-c', 'for i in $(seq 1 60); do echo tick $i; sleep 0.1; done; sleep 60');
    const page = await browser.page();
    await page.goto(shared.link);
    await page.getByRole('textbox').fill('Vera');
    await page.getByRole('button', { name: /join/i }).click();
    await waitForText(page, 'tick 5');

    const { data, origin } = server;
    await server.kill('SIGKILL');
    await waitForState(page, 'reconnecting');
    server = await startServer({ data, url: origin });

    await waitForText(page, 'tick 60', { within: 30_000 });
    const ticks = (await screenText(page)).split('\n').filter(row => row.startsWith('tick')).map(row => Number(row.slice(5)));
    assert.deepEqual(ticks, Array.from({ length: ticks.length }, (_, i) => 60 - ticks.length + 1 + i));
    await shared.stop();
  });

  test('a phone shows the terminal without anything cut', async () => {
    const shared = await share('--link', 'view', '--', 'bash', '-c', script);
    const page = await browser.page({ viewport: narrow, touch: true });
    await page.goto(shared.link);
    await page.getByRole('textbox').fill('Vera');
    await page.getByRole('button', { name: /join/i }).click();
    await waitForText(page, 'line 200');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= narrow.width, `the page is ${width} pixels wide on a screen of ${narrow.width}`);
    await shared.stop();
  });
});
