// Two and three people on the page of one session, with a real shell behind it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBrowser, screenText, waitForState, waitForText } from './browser.mjs';
import { poll } from './cli.mjs';
import { expect } from './expecting.mjs';
import { act, agree, closeTerminals, control, shareShell } from './people.mjs';
import { startServer } from './server.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  closeTerminals();
  await server?.stop();
});

const mira = 'mira.holt@example.com';
const jonas = 'jonas.weber@example.com';
const block = (page, number) => page.locator(`[data-block="${number}"]`);
const type = (page, text) => page.keyboard.type(text);

/** Runs commands in the sharer's terminal, each once the one before has ended: what is typed ahead would stand in its output. */
async function run(session, page, ...commands) {
  const before = await page.locator('.block').count();
  for (const [i, command] of commands.entries()) {
    session.command(command);
    await expect(page.locator(`[data-block="${before + i + 1}"]:is([data-block-state="ok"], [data-block-state="failed"])`)).toCount(1);
  }
}

/** Puts the focus into the terminal, where keys go to the session. */
async function intoTerminal(page) {
  await page.locator('#terminal').click();
  await expect(control(page)).toContain('Your keys go to');
}

describe('blocks', () => {
  test('commands are listed with their outcome; choosing one goes there; what is selected is copied as text, command and link', async () => {
    const session = await shareShell(server, browser, { options: ['--link', 'view'] });
    const page = await session.guest('Vera');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await run(session, page, 'echo one two', 'false', 'seq 1 100');
    await expect(block(page, 2)).toHave('data-block-state', 'failed');
    await page.getByRole('option', { name: /^false failed with exit code 1 \d+ ms/ }).waitFor();
    await waitForText(page, '100');
    assert.doesNotMatch(await screenText(page), /one two/);

    await block(page, 1).click();
    await waitForText(page, 'one two');
    await expect(page.locator('#newest')).toShow();
    await block(page, 2).click({ modifiers: ['Shift'] });
    await expect(page.locator('#selected .soft')).toContain('2 blocks');
    await page.locator('#selected').getByRole('button', { name: 'Copy as text' }).click();
    await expect(page.locator('#toasts')).toContain('Copied 2 blocks');
    assert.equal(await clipboard(), '$ echo one two\none two\n$ false');

    await block(page, 3).click({ button: 'right' });
    await page.getByRole('option', { name: 'Copy command' }).click();
    await expect(page.locator('#toasts')).toContain('Copied the command');
    assert.equal(await clipboard(), 'seq 1 100');
    await act(page, 'Copy link to block');
    await expect(page.locator('#toasts')).toContain('Copied the link to the block');
    assert.equal(await clipboard(), `${session.link}&block=3`);

    await page.locator('#newest').click();
    await expect(page.locator('#newest')).toHide();
    await session.close();
  });

  test('the list is worked by keyboard alone, and searched', async () => {
    const session = await shareShell(server, browser, { options: ['--link', 'view'] });
    const page = await session.guest('Vera');
    await run(session, page, 'echo alpha', 'echo beta', 'echo gamma');
    await page.locator('#block-filter').fill('beta');
    await expect(page.locator('.block')).toCount(1);
    await page.keyboard.press('Escape');
    await expect(page.locator('.block')).toCount(3);

    await page.locator('#block-list').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(page.locator('.block[aria-selected="true"]')).toCount(2);
    await page.keyboard.press('Escape');
    await expect(page.locator('.block[aria-selected="true"]')).toCount(0);

    await page.keyboard.press('Control+f');
    await type(page, 'echo');
    await expect(page.locator('#find-count')).toMatch(/^\d+ of \d+$/);
    await page.keyboard.press('Escape');
    await expect(page.locator('#find-bar')).toHide();
    await session.close();
  });
});

describe('control', () => {
  test('a viewer asks, the sharer allows it once told what that means, both type, and it is taken back in the middle of typing', async () => {
    const session = await shareShell(server, browser, { options: ['--allow', mira, '--link', 'view'] });
    const viewer = await session.signedIn(mira);
    const sharer = await session.signedIn(jonas);
    const guest = await session.guest('Vera');
    await expect(control(viewer)).toContain('You are watching');

    // What a viewer types goes nowhere.
    await viewer.locator('#terminal').click();
    await type(viewer, 'echo nowhere');
    await viewer.getByRole('button', { name: 'Ask to type' }).click();
    await expect(control(viewer)).toContain('You asked to type');
    await viewer.getByRole('button', { name: 'Take back' }).click();
    await expect(control(viewer)).toContain('You are watching');
    await act(viewer, 'Ask to type');

    const request = sharer.locator('.toast', { hasText: 'mira.holt asks to type.' });
    await request.getByRole('button', { name: 'Allow…' }).click();
    assert.match(await agree(sharer, 'Let mira.holt type'), /can then do on jonas.weber’s machine whatever jonas.weber can/);
    await expect(control(viewer)).toContain('You can type');
    await expect(guest.locator('.avatar[data-role="edit"]').first()).toShow();
    await expect(request).toCount(0);

    await intoTerminal(viewer);
    await type(viewer, 'echo typed by $((40+2)) mira');
    await viewer.keyboard.press('Enter');
    for (const page of [viewer, sharer, guest]) await waitForText(page, 'typed by 42 mira');
    assert.doesNotMatch(session.terminal.screen(), /nowhere/);

    // A full-screen program.
    await type(viewer, 'cat -v');
    await viewer.keyboard.press('Enter');
    await expect(viewer.locator('[data-block-state="running"]')).toContain('cat -v');
    await viewer.keyboard.press('ArrowUp');
    await viewer.keyboard.press('Control+b');
    await waitForText(guest, '^[[A^B');
    await viewer.keyboard.press('Control+c');

    await expect(viewer.locator('[data-block-state="running"]')).toCount(0);
    await type(viewer, 'cd $(mktemp -d) && vim -u NONE -n note.txt');
    await viewer.keyboard.press('Enter');
    await waitForText(guest, /~\s*~\s*~/);
    await type(viewer, 'ifrom vim');
    await viewer.keyboard.press('Escape');
    await type(viewer, ':wq');
    await viewer.keyboard.press('Enter');
    await expect(viewer.locator('[data-block-state="running"]')).toCount(0);
    await type(viewer, 'rev note.txt');
    await viewer.keyboard.press('Enter');
    await waitForText(guest, 'miv morf');

    // In the middle of typing.
    let [typing, count] = [true, 0];
    const keys = (async () => {
      for (; typing; count++) await type(viewer, 'x');
    })();
    await waitForText(guest, 'xxxx');
    await sharer.locator('#people-button').click();
    await sharer.locator(`[data-person-item="${mira}"] select`).selectOption('view');
    await expect(control(viewer)).toContain('You are watching');
    await expect(viewer.locator('#toasts')).toContain('You can no longer type');
    const taken = count;
    await poll(() => count > taken + 5, 'some more keys', () => count);
    typing = false;
    await keys;
    await viewer.locator('#terminal').click();
    await type(viewer, '%%%%'); // no letters: the prompt has a folder's random name
    session.terminal.type('z');
    await waitForText(guest, 'xz');
    const arrived = /x+(?=z)/.exec((await screenText(guest)).replaceAll('\n', ''))[0].length;
    assert.ok(arrived <= count - 5, `${arrived} of ${count} keys arrived`);
    assert.doesNotMatch(session.terminal.screen(), /%/);
    await session.close();
  });

  test('who may type goes on typing when the server was killed and started again', async () => {
    const session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`] });
    const editor = await session.signedIn(mira);
    await intoTerminal(editor);
    await type(editor, 'echo before the $((1+1))nd');
    const { data, origin } = server;
    await server.kill('SIGKILL');
    await waitForState(editor, 'reconnecting');
    assert.match(await editor.locator('#state').innerText(), /^Reconnecting/);
    server = await startServer({ data, url: origin });
    await waitForState(editor, 'live');
    await expect(control(editor)).toContain('Your keys go to');
    await editor.keyboard.press('Enter');
    await waitForText(editor, 'before the 2nd');
    await session.close();
  });

  test('hands back, is refused, and who is removed is out at once', async () => {
    const session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`, '--link', 'view'] });
    const editor = await session.signedIn(mira);
    const sharer = await session.signedIn(jonas);
    const guest = await session.guest('Vera');
    await expect(control(editor)).toContain('You can type');
    await editor.getByRole('button', { name: 'Hand back' }).click();
    await expect(control(editor)).toContain('You are watching');

    await act(guest, 'Ask to type');
    await sharer.locator('.toast', { hasText: 'Vera (guest) asks to type.' }).getByRole('button', { name: 'Refuse' }).click();
    await expect(guest.locator('#toasts')).toContain('no longer open');
    await expect(control(guest)).toContain('You are watching');

    await sharer.locator('#people-button').click();
    await sharer.locator('.person', { hasText: 'Vera' }).getByRole('button', { name: 'Remove…' }).click();
    assert.match(await agree(sharer, 'Remove Vera'), /A guest holds the link/);
    await waitForState(guest, 'closed');
    assert.match(await guest.locator('#banner').innerText(), /You no longer watch this session/);
    await expect(sharer.locator('.avatar[data-guest]')).toCount(0);
    await session.close();
  });

  test('who has no access asks to be let in, is answered on the page, and comes in', async () => {
    const session = await shareShell(server, browser);
    const sharer = await session.signedIn(jonas);
    const outside = await session.signedIn('ann.berg@example.com', {}, 'refused');
    await expect(outside.locator('.card')).toContain('You have no access to this session');
    await outside.getByRole('button', { name: 'Ask the sharer' }).click();
    await expect(outside.locator('.card')).toContain('The sharer is asked');

    await sharer.locator('.toast', { hasText: 'ann.berg asks to be let in' }).getByRole('button', { name: 'Answer…' }).click();
    await sharer.locator('.access .request').getByRole('button', { name: 'Let in…' }).click();
    assert.match(await agree(sharer, 'Let ann.berg watch'), /can then see everything/);
    await waitForState(outside, 'live');
    await expect(control(outside)).toContain('You are watching');
    await session.close();
  });

  test('rules are changed on the page: invited, by link, taken from everyone', async () => {
    const session = await shareShell(server, browser, { options: ['--link', 'view'] });
    const sharer = await session.signedIn(jonas);
    const guest = await session.guest('Vera');
    await act(sharer, 'People and access');
    const panel = sharer.locator('#panel');
    await panel.getByLabel('E-mail address to invite').fill('ann@example.com');
    await panel.getByLabel('What they can do').selectOption('edit');
    await panel.getByRole('button', { name: 'Invite' }).click();
    assert.match(await agree(sharer, 'Let ann@example.com type'), /ann@example.com can then do on/);
    await expect(panel.locator('.rule', { hasText: 'ann@example.com' })).toContain('can type');

    await panel.getByLabel('What anyone with the link can do').selectOption('edit');
    await panel.locator('.access').getByRole('button', { name: 'Apply…' }).first().click();
    assert.match(await agree(sharer, 'Open the link to type'), /Anyone with this link, without signing in, can do on jonas.weber’s machine/);
    await expect(panel).toContain('Anyone with the link can type');
    await waitForState(guest, 'closed'); // the link is another one

    await panel.getByRole('button', { name: 'Take typing from everyone…' }).click();
    await agree(sharer, 'Take it from everyone');
    await expect(panel).toContain('Anyone with the link can view');
    await expect(panel.locator('.rule', { hasText: 'ann@example.com' })).toContain('can view');
    await session.close();
  });
});

describe('sessions', () => {
  test('who shares several sees them, switches between them, and stops one or all', async () => {
    const [one, two] = [await shareShell(server, browser, { options: ['--title', 'Deploying'] }), await shareShell(server, browser, { options: ['--title', 'Logs', '--link', 'view'] })];
    const page = await one.signedIn(jonas);
    const guest = await two.guest('Vera');
    await page.locator('#sessions-button').click();
    await expect(page.locator('.session-link')).toCount(2);
    await expect(page.locator('.session', { hasText: 'Logs' })).toContain('1 watching, 0 can type');
    await act(guest, 'Ask to type');
    await expect(page.locator('.session', { hasText: 'Logs' })).toContain('1 asking');
    await page.locator('.session-link', { hasText: 'Logs' }).click();
    await waitForState(page, 'live');
    await expect(page.locator('#title')).toContain('Logs');

    await act(page, 'My sessions');
    await page.getByRole('button', { name: 'Stop all…' }).click();
    await agree(page, 'Stop all');
    await waitForState(guest, 'ended');
    assert.match(await guest.locator('#banner').innerText(), /The session has ended\s+The sharer stopped sharing/);
    await waitForState(page, 'ended');
    await one.close();
    await two.close();
  });
});
