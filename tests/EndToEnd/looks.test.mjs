// The page's main states at two sizes, light and dark: pictures in artifacts/screenshots, nothing cut or covered, nothing that keeps people out.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { narrow, openBrowser, waitForState, waitForText, wide } from './browser.mjs';
import { expect } from './expecting.mjs';
import { accessibilityFaults, layoutFaults, picture } from './looking.mjs';
import { act, closeTerminals, control, shareShell } from './people.mjs';
import { startServer } from './server.mjs';

let server, browser, session;
const mira = 'mira.holt@example.com';
const jonas = 'jonas.weber@example.com';

before(async () => {
  server = await startServer();
  browser = await openBrowser();
  session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`, '--link', 'view', '--title', "'Release 4.2'"] });
  for (const line of [
    "PS1='\\[\\e[32m\\]jonas@build\\[\\e[0m\\]:\\[\\e[34m\\]\\W\\[\\e[0m\\]$ '; cd $(mktemp -d) && mkdir -p api web && clear",
    "printf 'def total(items):\\n    return sum(i.price for i in items)\\n' > api/cart.py; ls -l api",
    'test -e web/index.html',
    'for i in $(seq 1 40); do printf "test %02d \\e[32mok\\e[0m\\n" $i; done',
    "printf '\\e[1m40 tests\\e[0m, \\e[32m40 passed\\e[0m. See https://ci.example.com/run/4711\\n'",
  ]) {
    const typed = session.terminal.screen();
    session.command(line);
    await session.terminal.until(screen => screen !== typed && /\$ $/.test(`${screen.trimEnd()} `), 'a prompt');
  }
});
after(async () => {
  await session?.close();
  await browser?.close();
  closeTerminals();
  await server?.stop();
});

const looks = [
  { name: 'wide', options: { viewport: wide } },
  { name: 'wide-dark', options: { viewport: wide, colorScheme: 'dark' } },
  { name: 'narrow', options: { viewport: narrow, touch: true } },
  { name: 'narrow-dark', options: { viewport: narrow, touch: true, colorScheme: 'dark' } },
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
      await waitForText(page, '40 passed');
      await look(page, `${name}-watching`);
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await page.locator('.block').nth(3).click();
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await expect(page.locator('#selected')).toShow();
      await look(page, `${name}-selected`);
      if (options.viewport === narrow) await page.locator('#blocks-toggle').click();
      await page.keyboard.press('Control+f');
      await page.locator('#find-text').fill('test 1');
      await expect(page.locator('#find-count')).toMatch(/of/);
      await look(page, `${name}-found`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.locator('dialog.palette').waitFor();
      await look(page, `${name}-actions`);
      await page.keyboard.press('Escape');
      await page.context().close();
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
      await sharer.locator('.toast').waitFor();
      await look(sharer, `${name}-asked`);
      await sharer.locator('#people-button').click();
      await sharer.locator('#panel .access').waitFor();
      await look(sharer, `${name}-people`);
      await sharer.locator('#panel .request').getByRole('button', { name: 'Allow…' }).click();
      await sharer.locator('dialog.dialog').waitFor();
      await look(sharer, `${name}-allow`);
      await sharer.keyboard.press('Escape');
      await act(sharer, 'My sessions');
      await sharer.locator('.session-link').first().waitFor();
      await look(sharer, `${name}-sessions`);
      await Promise.all([editor, sharer, guest].map(each => each.context().close()));
    });
  });
