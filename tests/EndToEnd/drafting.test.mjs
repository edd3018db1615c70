// Two and three people on the page of one session: they point, follow, and write a command together that runs in a real shell.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { openBrowser, waitForState, waitForText } from './browser.mjs';
import { poll } from './cli.mjs';
import { eventually, expect } from './expecting.mjs';
import { agree, closeTerminals, control, shareShell } from './people.mjs';
import { frame, shareFrames } from './sharer.mjs';
import { startServer } from './server.mjs';

const jonas = 'jonas.weber@example.com';
const mira = 'mira.holt@example.com';
const ann = 'ann.berg@example.com';

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

const editor = page => page.locator('#draft .cm-content');
const type = (page, text) => page.keyboard.type(text);
const block = (page, number) => page.locator(`[data-block="${number}"]`);
const avatar = (page, email) => page.locator(`.avatar[data-person="${email}"]`);

/** The draft as a page shows it, with each cursor of another as [name] and what that one selected between | and |. */
const drafted = page =>
  editor(page).evaluate(content => {
    const told = node => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.matches('.cm-placeholder')) return '';
      if (node.matches('.other-caret')) return `[${node.textContent}]`;
      const inner = [...node.childNodes].map(told).join('');
      return node.matches('.other-selection') ? `|${inner}|` : inner;
    };
    return [...content.querySelectorAll('.cm-line')].map(told).join('\n');
  });

const toRead = (page, text) => eventually(() => drafted(page), text);

/** Types a letter and takes it off again until another's page shows that somebody types: it does for two seconds behind each. */
const untilTyping = (page, shown) =>
  eventually(async () => {
    await type(page, 'x');
    await page.keyboard.press('Backspace');
    return shown.getAttribute('data-where');
  }, 'typing');

/** Runs a command in the sharer's terminal, once its prompt stands again. */
async function run(session, page, command, number) {
  session.command(command);
  await expect(page.locator(`[data-block="${number}"]:is([data-block-state="ok"], [data-block-state="failed"])`)).toCount(1);
}

/** A guest's page of a session's link. */
async function guestOf(link, name) {
  const page = await browser.page();
  await page.goto(link);
  await page.getByRole('textbox').fill(name);
  await page.getByRole('button', { name: /join/i }).click();
  await waitForState(page, 'live');
  return page;
}

/** Whether a text stands in the server's folder. */
const isStored = (text, folder) => spawnSync('grep', ['-arqsF', text, folder]).status === 0;

/** Selects cells of the terminal by mouse: from a text's first letter through its last. */
async function selectText(page, text, terminal = '#terminal') {
  const place = await page.locator(`${terminal} .xterm-rows > div`).evaluateAll((rows, wanted) => {
    const row = rows.findIndex(each => each.textContent.startsWith(wanted));
    return row < 0 ? null : { row, rows: rows.length };
  }, text);
  const box = await page.locator(`${terminal} .xterm-screen`).boundingBox();
  const height = box.height / place.rows;
  const width = box.width / Number(await page.locator(`${terminal} [data-columns], ${terminal}[data-columns]`).getAttribute('data-columns'));
  const y = box.y + (place.row + 0.5) * height;
  await page.mouse.move(box.x + 1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + (text.length - 0.2) * width, y, { steps: 3 });
  await page.mouse.up();
}

describe('presence', () => {
  test('people see what each other points at, go there, and follow until they scroll', async () => {
    const session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`, '--link', 'view'] });
    const editor = await session.signedIn(mira);
    const guest = await session.guest('Vera');
    await run(session, guest, 'echo one two', 1);
    await run(session, guest, 'seq 1 200', 2);
    await waitForText(guest, '200');
    await guest.keyboard.press('Control+k'); // the two now look at different ends
    await guest.keyboard.press('Escape');

    // Blocks: in the list, and in the terminal once one is there.
    await block(editor, 1).click();
    await expect(block(guest, 1).locator('.pointer')).toContain('mira.holt');
    await expect(avatar(guest, mira)).toHave('data-where', 'pointing');
    await avatar(guest, mira).getByRole('button').click();
    await waitForText(guest, 'one two');
    await expect(guest.locator('.highlight-name')).toContain('mira.holt');
    await expect(guest.locator('#toasts')).toContain('mira.holt points at block 1.');

    // Text: the same cells, whoever looks.
    await selectText(editor, 'one two');
    await expect(guest.locator('.highlight-line .highlight-name')).toContain('mira.holt');
    const cells = await guest.locator('.highlight-text').evaluate(element => {
      const rows = [...document.querySelectorAll('#terminal .xterm-rows > div')];
      const cell = { width: rows[0].parentElement.clientWidth / Number(document.getElementById('terminal').dataset.columns), height: rows[0].offsetHeight };
      const row = Math.round(parseFloat(element.style.top) / cell.height);
      const [from, length] = [element.style.left, element.style.width].map(pixels => Math.round(parseFloat(pixels) / cell.width));
      return rows[row].textContent.slice(from, from + length);
    });
    assert.equal(cells, 'one two');

    // Following.
    await guest.locator('#toasts').getByRole('button', { name: 'Follow' }).click();
    await expect(guest.locator('#following')).toContain('Following mira.holt');
    await expect(editor.locator('.avatar[data-guest]')).toHave('data-where', 'following');
    await editor.keyboard.press('Escape');
    await block(editor, 2).click();
    await waitForText(guest, /seq 1 200\s*1\s*2/);
    await guest.locator('#terminal').hover();
    await guest.mouse.wheel(0, 100);
    await expect(guest.locator('#following')).toHide();
    await expect(guest.locator('#toasts')).toContain('You no longer follow mira.holt: you scrolled.');

    // Nothing stays of who leaves.
    await editor.context().close();
    await expect(block(guest, 2).locator('.pointer')).toCount(0);
    await expect(guest.locator('.highlight')).toCount(0);
    await session.close();
  });
});

describe('presence in the history', () => {
  test('what somebody points at in a block that has left the terminal is opened from the history', async () => {
    const session = await shareFrames(server);
    await session.send(frame.resize(80, 24), frame.keyframe(80, 24, '$ make all\r\n'), frame.blockStart(1, 'make all'), frame.output('compiling\r\nlinking all of it\r\n'), frame.blockEnd(1, 2));
    await session.send(frame.output('$ clear\r\n'), frame.blockStart(2, 'clear'), frame.output('\x1b[H\x1b[2J\x1b[3J'), frame.blockEnd(2), frame.output('$ '));
    const [one, other] = [await guestOf(session.link, 'Ann'), await guestOf(session.link, 'Bob')];
    await block(one, 1).click();
    await expect(one.locator('#reader .xterm-rows')).toContain('linking');
    await selectText(one, 'linking', '#reader');
    await expect(block(other, 1).locator('.pointer')).toContain('Ann');
    await other.locator('.avatar', { hasText: 'Ann' }).getByRole('button').click();
    await expect(other.locator('#reader .xterm-rows')).toContain('linking');
    await expect(other.locator('#reader .highlight-name')).toContain('Ann');
    await session.end();
  });
});

describe('the draft', () => {
  let session, one, two, guest;
  before(async () => {
    session = await shareShell(server, browser, { options: ['--allow', `${mira}:edit`, '--allow', `${ann}:edit`, '--link', 'view'] });
    [one, two, guest] = [await session.signedIn(mira), await session.signedIn(ann), await session.guest('Vera')];
  });
  after(() => session?.close());

  test('is written by two together with their cursors, read by a third, and runs as whose it was; its editor then types into the program', async () => {
    // At a prompt, keys go into the draft.
    await type(one, 'echo to mira');
    await expect(control(one)).toContain('You write the draft. Enter runs it on jonas.weber’s machine.');
    await toRead(two, 'echo to mira[mira.holt]');
    await editor(two).click();
    await two.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await two.keyboard.press('ArrowRight');
    await toRead(one, 'echo [ann.berg]to mira');
    await one.keyboard.press('ArrowLeft');
    await one.keyboard.press('ArrowRight'); // what follows is another step to undo
    await Promise.all([type(one, ' and all'), type(two, 'hello ')]);
    await toRead(one, 'echo hello [ann.berg]to mira and all');
    await toRead(two, 'echo hello to mira and all[mira.holt]');
    await toRead(guest, 'echo hello [ann.berg]to mira and all[mira.holt]');
    await untilTyping(two, avatar(one, ann));
    for (let i = 0; i < 7; i++) await two.keyboard.press('Shift+ArrowRight');
    await toRead(guest, 'echo hello |to mira|[ann.berg] and all[mira.holt]');

    // Undo takes back one's own, at most what was typed without a pause.
    while ((await drafted(one)).includes(' a')) await one.keyboard.press('Control+z');
    await toRead(two, 'echo hello to mira[mira.holt]');
    await editor(guest).click();
    await type(guest, 'nothing');
    await one.keyboard.press('Home');
    await toRead(guest, '[mira.holt]echo hello |to mira|[ann.berg]');
    await one.keyboard.press('End');

    // Several lines, and who comes late reads what there is.
    await one.keyboard.press('Shift+Enter');
    await type(one, 'echo "$((40+2))" lines');
    const late = await session.guest('Lena');
    await toRead(late, 'echo hello |to mira|[ann.berg]\necho "$((40+2))" lines[mira.holt]');
    await one.keyboard.press('Enter');
    for (const page of [one, two, late]) await waitForText(page, /hello to mira\s*42 lines/);
    await toRead(two, '[mira.holt]');
    await late.getByRole('img', { name: 'run by mira.holt' }).first().waitFor();
    await two.keyboard.press('Control+z'); // what ran is not to be undone

    // What runs on gets the keys of who ran it, framed; the next command waits in the draft behind it.
    await type(one, 'vim -u NONE -n');
    await one.keyboard.press('Enter');
    await expect(control(one)).toContain('Your keys go to');
    await waitForText(one, /~\s*~\s*~/);
    await type(one, 'ifrom the draft');
    await waitForText(two, 'from the draft');
    await selectText(two, 'from the draft');
    await expect(guest.locator('.highlight-line .highlight-name')).toContain('ann.berg');
    await editor(two).click();
    await type(two, 'echo n"e"xt');
    await two.keyboard.press('Enter');
    await expect(two.locator('#toasts')).toContain('Not run: A command is running');
    await toRead(guest, 'echo n"e"xt[ann.berg]');
    await one.keyboard.press('Escape');
    await type(one, ':q!');
    await one.keyboard.press('Enter');
    await expect(control(one)).toContain('You write the draft');
    await two.keyboard.press('Enter');
    await waitForText(guest, 'next');
    await Promise.all([two.locator('#find-button').focus(), late.context().close()]);
    await expect(guest.locator('.other-caret', { hasText: 'ann' })).toCount(0);
  });

  test('a role that is taken in the middle of writing takes what had not arrived; given back, one writes on', async () => {
    const sharer = await session.signedIn(jonas);
    await sharer.locator('#people-button').click();
    let [typing, count] = [true, 0];
    await editor(one).click();
    const keys = (async () => {
      for (; typing; count++) await type(one, 'x');
    })();
    await eventually(async () => /x{4}/.test(await drafted(sharer)), true);
    await sharer.locator(`[data-person-item="${mira}"] select`).selectOption('view');
    await expect(control(one)).toContain('You are watching');
    await expect(one.locator('#toasts')).toContain('You can no longer type');
    const taken = count;
    await poll(() => count > taken + 3, 'some more keys', () => count);
    typing = false;
    await keys;
    const left = await drafted(sharer);
    assert.match(left, /^x+$/);
    await toRead(one, left);
    await expect(one.locator('#draft').getByRole('button', { name: 'Run' })).toHide();

    await sharer.locator(`[data-person-item="${mira}"] select`).selectOption('edit');
    await agree(sharer, 'Let mira.holt type');
    await expect(control(one)).toContain('You can type');
    await editor(one).click();
    await one.keyboard.press('Control+a');
    await type(one, 'echo again');
    await toRead(sharer, 'echo again[mira.holt]');
    await sharer.context().close();
  });

  test('half written, it outlives the server: nothing of it is lost or doubled', async () => {
    await editor(one).click();
    await one.keyboard.press('Control+a');
    await type(one, 'printf %s. half');
    await toRead(guest, 'printf %s. half[mira.holt]');
    await poll(() => isStored('printf %s. half', server.data), 'the draft to be stored', () => server.log());
    const { data, origin } = server;
    await server.kill('SIGKILL');
    await Promise.all([waitForState(one, 'reconnecting'), waitForState(two, 'reconnecting')]);
    await type(one, ' and more');
    await editor(two).click();
    await two.keyboard.press('Home');
    await type(two, 'true; ');
    server = await startServer({ data, url: origin });
    await Promise.all([waitForState(one, 'live'), waitForState(two, 'live')]);
    await toRead(one, 'true; [ann.berg]printf %s. half and more');
    await toRead(two, 'true; printf %s. half and more[mira.holt]');
    await session.terminal.titled(/3 watching/);
    await one.keyboard.press('Enter');
    await waitForText(two, 'half.and.more.');
    await toRead(one, '[ann.berg]');
  });
});

describe('share --approve', () => {
  test('a run is asked for: everyone reads so; refused it is a draft again, agreed to it runs', async () => {
    const session = await shareShell(server, browser, { options: ['--approve', '--allow', `${mira}:edit`, '--link', 'view'] });
    const writer = await session.signedIn(mira);
    const guest = await session.guest('Vera');
    await type(writer, 'echo ask"e"d');
    await writer.keyboard.press('Enter');
    await expect(writer.locator('#draft')).toContain('jonas.weber is asked whether your draft may run: echo ask"e"d');
    await expect(guest.locator('#draft')).toContain('jonas.weber is asked whether mira.holt’s draft may run: echo ask"e"d');
    session.terminal.type('\x1en');
    await expect(writer.locator('#toasts')).toContain('Not run: The sharer did not let it run. It is a draft again.');
    await toRead(guest, 'echo ask"e"d[mira.holt]');
    await writer.keyboard.press('Enter');
    await expect(guest.locator('#draft')).toContain('is asked');
    session.terminal.type('\x1ey');
    await waitForText(guest, 'asked');

    // Keys reach nothing, and the page says why.
    await writer.locator('#terminal').click();
    await expect(control(writer)).toContain('jonas.weber lets your keys reach only a program that they release to you.');
    await type(writer, 'echo nowh"e"re');
    await writer.keyboard.press('Enter');
    session.command('head -n 1');
    await expect(guest.locator('[data-block-state="running"]')).toContain('head -n 1');
    session.terminal.type('\x1er');
    await session.terminal.titled(/reach this program until it ends/);
    await type(writer, 'let in');
    await writer.keyboard.press('Enter');
    await waitForText(guest, /let in\s*let in/);
    assert.doesNotMatch(session.terminal.screen(), /nowhere/);
    await session.close();
  });
});
