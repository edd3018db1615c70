// The page's main states at two sizes, light and dark: pictures in artifacts/screenshots, nothing cut or covered, nothing that keeps people out.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { narrow, openBrowser, waitForState, waitForText, wide } from './browser.mjs';
import { expect } from './expecting.mjs';
import { accessibilityFaults, layoutFaults, picture } from './looking.mjs';
import { act, closeTerminals, control, shareShell } from './people.mjs';
import { frame, shareFrames } from './sharer.mjs';
import { startServer } from './server.mjs';

let server, browser, session;
const mira = 'mira.holt@example.com';
const jonas = 'jonas.weber@example.com';

/** A project with commands that say something. */
const shop = mkdtempSync(join(tmpdir(), 'sessionshare-shop-'));
for (const [name, text] of Object.entries({
  setup: `cd ${shop}\nPS1='\\[\\e[32m\\]jonas@build\\[\\e[0m\\]:\\[\\e[34m\\]shop\\[\\e[0m\\]$ '\nclear\n`,
  'run-tests': `#!/bin/sh\nfor i in $(seq 1 40); do printf 'cart_test.py::test_%02d \\033[32mPASSED\\033[0m\\n' $i; done\nprintf '\\033[1m40 tests\\033[0m, \\033[32m40 passed\\033[0m\\n'\n`,
  deploy: `#!/bin/sh\nprintf 'release 4.2 to \\033[36mstaging\\033[0m (dry run)\\n  image   shop/web:4.2.0\\n  plan    3 to change, \\033[33m1 to replace\\033[0m, 0 to destroy\\n  details https://ci.example.com/run/4711\\n'\n`,
})) writeFileSync(join(shop, name), text, { mode: 0o755 });
for (const name of ['api', 'web']) mkdirSync(join(shop, name));
writeFileSync(join(shop, 'api', 'cart.py'), 'def total(items):\n    return sum(item.price for item in items)\n');

before(async () => {
  // Pages that were closed without a word keep their places for a while.
  server = await startServer({ settings: ['Session:MaxParticipants=30'] });
  browser = await openBrowser();
  session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`, '--link', 'view', '--title', "'Release 4.2'"] });
  for (const line of [`source ${shop}/setup`, 'ls -l api', 'test -e web/index.html', './run-tests', './deploy --dry-run']) {
    const typed = session.terminal.screen();
    session.command(line);
    await session.terminal.until(screen => screen !== typed && /\$$/.test(screen.trimEnd()), 'a prompt');
  }
});
after(async () => {
  await session?.close();
  await browser?.close();
  closeTerminals();
  await server?.stop();
  rmSync(shop, { recursive: true });
});

const looks = [
  { name: 'wide', options: { viewport: wide } },
  { name: 'narrow-dark', options: { viewport: narrow, touch: true, colorScheme: 'dark' } },
  // These are made of the same parts: for who works on the page, with LOOKS=all.
  ...(process.env.LOOKS === 'all'
    ? [
        { name: 'wide-dark', options: { viewport: wide, colorScheme: 'dark' } },
        { name: 'narrow', options: { viewport: narrow, touch: true } },
      ]
    : []),
];

async function look(page, name) {
  await page.mouse.move(0, 0);
  await picture(page, name);
  assert.deepEqual(await layoutFaults(page), [], name);
  assert.deepEqual(await accessibilityFaults(page), [], name);
}

for (const { name, options } of looks)
  describe(name, () => {
    test('before the session: a name is asked for, and who may not come in is told', async () => {
      const page = await browser.page(options);
      await page.goto(session.link);
      await page.getByRole('textbox').waitFor();
      await look(page, `${name}-guest`);
      const stranger = await browser.page(options);
      await stranger.goto(`${server.origin}/s/0000000000000000000001`);
      await waitForState(stranger, 'refused');
      await look(stranger, `${name}-refused`);
      await Promise.all([page, stranger].map(each => each.context().close()));
    });

    test('watching, with blocks selected, found text, all actions', async () => {
      const page = await session.guest('Vera Lind', options);
      await waitForText(page, 'dry run');
      await look(page, `${name}-watching`);
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await page.locator('.block').nth(3).click();
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await expect(page.locator('#selected')).toShow();
      await look(page, `${name}-selected`);
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await page.keyboard.press('Control+f');
      await page.locator('#find-text').fill('test_1');
      await expect(page.locator('#find-count')).toMatch(/of/);
      await look(page, `${name}-found`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.locator('dialog.palette').waitFor();
      await look(page, `${name}-actions`);
      await page.keyboard.press('Escape');
      await page.context().close();
    });

    test('a block of the history, and the end', async () => {
      const frames = await shareFrames(server, { title: 'Nightly build of everything that there is, with a long title' });
      await frames.send(frame.resize(80, 24), frame.keyframe(80, 24, '$ '), frame.output('make all\r\n'), frame.blockStart(1, 'make all'), frame.output('compiling\r\nlinking\r\n'), frame.blockEnd(1, 2), frame.output('$ clear\r\n'));
      await frames.send(frame.blockStart(2, 'clear'), frame.output('\x1b[H\x1b[2J'), frame.blockEnd(2), frame.output('$ '));
      const page = await browser.page(options);
      await page.goto(`${frames.link}&block=1`);
      await page.getByRole('textbox').fill('Vera Lind');
      await page.getByRole('button', { name: /join/i }).click();
      await expect(page.locator('#reader .xterm-rows')).toContain('linking');
      await look(page, `${name}-history`);
      await page.getByRole('button', { name: 'Back to live' }).click();
      await frames.end();
      await waitForState(page, 'ended');
      await look(page, `${name}-ended`);
      await page.context().close();
    });

    test('a command written together, what others point at, following', async () => {
      const editor = await session.signedIn(mira, options);
      const sharer = await session.signedIn(jonas);
      const guest = await session.guest('Vera Lind', options);
      await waitForText(editor, 'dry run');
      await editor.locator('#draft .cm-content').click();
      await editor.keyboard.type('for host in web-1 web-2 web-3; do ./deploy --host $host');
      await editor.keyboard.press('Shift+Enter');
      await editor.keyboard.type('done');
      await sharer.locator('[data-block="5"]').click();
      await sharer.locator('#draft .cm-content').click();
      await sharer.keyboard.press('Control+Home');
      for (let i = 0; i < 9; i++) await sharer.keyboard.press('ArrowRight');
      for (let i = 0; i < 10; i++) await sharer.keyboard.press('Shift+ArrowRight');
      await expect(editor.locator('.other-name')).toContain('jonas.weber');
      await expect(editor.locator('.highlight-name')).toContain('jonas.weber');
      await look(editor, `${name}-draft`);
      await expect(guest.locator('.other-name')).toCount(2);
      await guest.locator(`.avatar[data-person="${jonas}"] button`).click();
      await guest.locator('#toasts').getByRole('button', { name: 'Follow' }).click();
      await expect(guest.locator('#following')).toShow();
      await look(guest, `${name}-following`);
      await editor.keyboard.press('Control+a');
      await editor.keyboard.press('Delete');
      await Promise.all([editor, sharer, guest].map(each => each.context().close()));
    });

    test('typing, and managing who may', async () => {
      const editor = await session.signedIn(mira, options);
      const sharer = await session.signedIn(jonas, options);
      const guest = await session.guest('Vera Lind', options);
      await editor.locator('#terminal').click();
      await expect(control(editor)).toContain('Your keys go to');
      await look(editor, `${name}-typing`);
      await act(guest, 'Ask to type');
      await expect(control(guest)).toContain('You asked');
      await sharer.locator('.toast').first().waitFor(); // a page that was closed may be away with its request
      await look(sharer, `${name}-asked`);
      await sharer.locator('#people-button').click();
      await sharer.locator('#panel .access').waitFor();
      await look(sharer, `${name}-people`);
      await sharer.locator('#panel .request').first().getByRole('button', { name: 'Allow…' }).click();
      await sharer.locator('dialog.dialog').waitFor();
      await look(sharer, `${name}-allow`);
      await sharer.keyboard.press('Escape');
      await act(sharer, 'My sessions');
      await sharer.locator('.session-link').first().waitFor();
      await look(sharer, `${name}-sessions`);
      await Promise.all([editor, sharer, guest].map(each => each.context().close()));
    });
  });
