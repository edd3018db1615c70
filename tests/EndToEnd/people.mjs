// People in front of browsers and terminals, for the tests of the page: their verbs are what a person does.
import { expect } from './expecting.mjs';
import { narrow, waitForState, wide } from './browser.mjs';
import { closeTerminals, newHome, removeHome, run, terminal } from './cli.mjs';

let terminals = 0;

/** Jonas shares his shell in a real terminal; others come in by browser. */
export async function shareShell(server, browser, { email = 'jonas.weber@example.com', options = [], columns = 100, rows = 30 } = {}) {
  const home = newHome();
  const homes = [home];
  await run(home, ['login', '--as', email], { server: server.origin }).ended;
  const own = terminal(`together-${process.pid}-${++terminals}`, home, ['share', '--yes', ...options], { server: server.origin, columns, rows });
  const [link] = await own.until(screen => /http:\/\/\S+\/s\/[0-9A-Za-z]{22}#k=[0-9A-Za-z]{22}/.exec(screen.replaceAll('\n', '')), 'a link');

  return {
    terminal: own,
    home,
    link,
    /** Runs a command in Jonas' terminal. */
    command(text) {
      own.type(text);
      own.keys('Enter');
    },
    /** A browser that is signed in as somebody, on the session's page. */
    async signedIn(as, options) {
      const theirs = as === email ? home : newHome();
      if (theirs !== home) {
        homes.push(theirs);
        await run(theirs, ['login', '--as', as], { server: server.origin }).ended;
      }
      const opened = run(theirs, ['open', '--print', link], { server: server.origin });
      const url = /http\S+/.exec(await opened.line(/http/))[0];
      const page = await browser.page(options);
      await page.goto(url);
      await waitForState(page, 'live');
      return page;
    },
    async guest(name, options) {
      const page = await browser.page(options);
      await page.goto(link);
      await page.getByRole('textbox').fill(name);
      await page.getByRole('button', { name: /join/i }).click();
      await waitForState(page, 'live');
      return page;
    },
    async close() {
      await run(home, ['stop', new URL(link).pathname.slice('/s/'.length)], { server: server.origin }).ended;
      own.close();
      homes.forEach(removeHome);
    },
  };
}

export { closeTerminals };

/** Chooses one of the page's actions, as a person does: Ctrl-K, a few letters, Enter. */
export async function act(page, title) {
  await page.keyboard.press('Control+Shift+K');
  const dialog = page.locator('dialog.palette');
  await dialog.getByRole('combobox').fill(title);
  await expect(dialog.getByRole('option').first()).toContain(title);
  await page.keyboard.press('Enter');
}

/** What the bar under the terminal says. */
export const control = page => page.locator('#control .control-text');

/** Agrees to what the page asks; answers what it had said. */
export async function agree(page, button) {
  const dialog = page.locator('dialog.dialog');
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: button }).click();
  return text;
}

export const sizes = { wide, narrow };
