// The page, in headless Chromium, with a real shell behind it: what a person sees who opens a link.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { narrow, openBrowser, screenText, waitForState, waitForText } from './browser.mjs';
import { newHome, removeHome, run, share as shareAt } from './cli.mjs';
import { startServer } from './server.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const share = (...words) => shareAt(words, { server: server.origin });

const script = "printf '\\033[32mgreen\\033[0m plain\\n'; for i in $(seq 1 200); do echo line $i; done; printf 'wide: \\344\\275\\240\\345\\245\\275 done\\n'; sleep 600";

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
    const shared = await share('--allow', 'bob@example.com', '--', 'bash', '-c', 'echo for bob only; sleep 600');
    const bob = newHome();
    await run(bob, ['login', '--as', 'bob@example.com'], { server: server.origin }).ended;
    const opened = run(bob, ['open', '--print', shared.link], { server: server.origin });
    const url = /http\S+/.exec(await opened.line(/http/))[0];
    const [page, stranger] = [await browser.page(), await browser.page()];

    await page.goto(url);
    await waitForText(page, 'for bob only');
    assert.equal(new URL(page.url()).pathname, `/s/${shared.session}`);
    await stranger.goto(shared.link);
    await stranger.getByRole('textbox').fill('Mallory');
    await stranger.getByRole('button', { name: /join/i }).click();
    await waitForState(stranger, 'refused');
    assert.match(await stranger.locator('body').innerText(), /no access to this session[\s\S]*Sign in, and you can ask to be let in/);
    assert.doesNotMatch(await stranger.content(), /for bob only/);
    await shared.stop();
    removeHome(bob);
  });

  test('the page comes back by itself when the server is killed and started again, without losing a line', async () => {
    const shared = await share('--link', 'view', '--', 'bash', '-c', 'for i in $(seq 1 60); do echo tick $i; sleep 0.1; done; sleep 600');
    const page = await browser.page();
    await page.goto(shared.link);
    await page.getByRole('textbox').fill('Vera');
    await page.getByRole('button', { name: /join/i }).click();
    await waitForText(page, 'tick 5');

    const { data, origin } = server;
    await server.kill('SIGKILL');
    await waitForState(page, 'reconnecting');
    server = await startServer({ data, url: origin });

    await waitForText(page, 'tick 60');
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
