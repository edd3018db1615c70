// What the page does with what a session writes: nothing but showing it, unless the person wants more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBrowser, screenText, waitForState, waitForText } from './browser.mjs';
import { expect } from './expecting.mjs';
import { agree } from './people.mjs';
import { frame, shareFrames } from './sharer.mjs';
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

async function guest(link, { before: prepare = async () => {}, ...options } = {}) {
  const page = await browser.page(options);
  await prepare(page);
  await page.goto(link);
  await page.getByRole('textbox').fill('Vera');
  await page.getByRole('button', { name: /join/i }).click();
  await waitForState(page, 'live');
  return page;
}

const osc52 = text => `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;

describe('what a session writes', () => {
  test('the clipboard is written only when the person says so', async () => {
    const session = await shareFrames(server);
    const page = await guest(session.link);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    await session.send(frame.output(`${osc52('theirs')}copied\r\n`));
    const wish = page.locator('.toast', { hasText: 'The session copied “theirs”.' });
    await wish.waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'mine');

    await wish.getByRole('button').click();
    await expect(page.locator('#toasts')).toContain('Copied what the session copied');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'theirs');
    await session.end();
  });

  test('links are opened only once their address was seen, and the other page has no hold on this one', async () => {
    const session = await shareFrames(server);
    const page = await guest(session.link);
    await session.send(frame.output('\x1b]8;;http://hidden.example/\x07harmless\x1b]8;;\x07 \x1b]8;;javascript:alert(1)\x07bad\x1b]8;;\x07\r\n'));
    await waitForText(page, 'harmless');
    await page.context().route('http://hidden.example/**', route => route.fulfill({ contentType: 'text/html', body: '<title>other</title>' }));
    const at = await page.locator('#terminal .xterm-screen').boundingBox();
    const cell = { width: at.width / 80, height: at.height / 24 };
    const click = async column => {
      await page.mouse.move(at.x + cell.width * column, at.y + cell.height * 0.5);
      await page.mouse.move(at.x + cell.width * (column + 0.3), at.y + cell.height * 0.5);
      await page.mouse.click(at.x + cell.width * (column + 0.3), at.y + cell.height * 0.5);
    };
    await click(2);
    const opened = page.context().waitForEvent('page');
    assert.match(await agree(page, 'Open'), /Open hidden\.example\?[\s\S]*http:\/\/hidden\.example\//);
    const other = await opened;
    await other.waitForLoadState();
    assert.equal(await other.evaluate(() => window.opener), null);
    assert.equal(await other.evaluate(() => document.referrer), '');
    await other.close();

    await click(10);
    assert.equal(await page.locator('dialog').count(), 0);
    await session.end();
  });

  test('no query of the session is answered by who may type, and no title, markup or sequence reaches the page', async () => {
    const session = await shareFrames(server, { link: 'edit' });
    const page = await guest(session.link);
    await page.locator('#terminal').click();
    await expect(page.locator('#control')).toContain('Your keys go to');
    await session.send(
      frame.output('\x1b[c\x1b[>c\x1b[=c\x1b[6n\x1b[?6n\x1b[5n\x1b[18t\x1b[14t\x1b[?2004$p\x1b[4$p\x1bP$qm\x1b\\\x1b]10;?\x07\x1b]4;1;?\x07\x1b[>q\x1b[?1004h\x1b[?1000h\x1b[?1006h\x1b]0;<b>title</b>\x07<img src=x onerror=alert(1)>'),
    );
    await waitForText(page, '<img src=x');
    await page.locator('#terminal').click();
    await page.locator('#block-filter').focus();
    await page.locator('#terminal').click();
    await page.keyboard.type('k');
    await expect({ count: async () => 1, first: () => ({ innerText: async () => session.typed() }) }).toContain('k');
    assert.equal(session.typed(), 'k');
    assert.equal(await page.locator('#terminal img').count(), 0);
    assert.doesNotMatch(await page.title(), /<b>/);
    await session.end();
  });
});

describe('the page itself', () => {
  test('nothing is fetched from elsewhere, no script but its own runs, and no secret leaves the fragment', async () => {
    const session = await shareFrames(server);
    const asked = [];
    const page = await guest(session.link, { before: async each => each.on('request', request => asked.push(request.url())) });
    assert.ok(asked.length > 3);
    for (const url of asked) assert.equal(new URL(url).host, new URL(server.origin).host, url);
    const secret = new URL(session.link).hash.slice(3);
    for (const url of asked.map(each => new URL(each))) assert.doesNotMatch(url.pathname + url.search, new RegExp(secret));
    assert.doesNotMatch(server.log(), new RegExp(secret));
    const inline = await page.evaluate(() => {
      const script = document.createElement('script');
      const tries = [() => (script.textContent = 'window.ran = true'), () => document.body.append(script), () => (document.body.innerHTML += '<img src=x onerror="window.ran = true">')];
      for (const attempt of tries) {
        try {
          attempt();
        } catch {
          // refused
        }
      }
      return [window.ran ?? false, document.querySelectorAll('[onclick], [onload]').length];
    });
    assert.deepEqual(inline, [false, 0]);
    await session.end();
  });

  test('a terminal that fails in the middle of a resize is made anew, from the newest keyframe', async () => {
    const session = await shareFrames(server);
    await session.send(frame.resize(80, 24), frame.keyframe(80, 24, 'first screen\r\n'), frame.output('before\r\n'));
    const page = await guest(session.link, {
      // As xterm.js does on some wide text: it throws once, in the middle of a resize.
      before: each =>
        each.addInitScript(() => {
          const { createElement } = document;
          document.createElement = function (...words) {
            if (window.failOnce && words[0] === 'div') { // a row more
              window.failOnce = false;
              throw new TypeError('as if from xterm.js');
            }
            return createElement.apply(this, words);
          };
        }),
    });
    await waitForText(page, 'before');
    await page.evaluate(() => (window.failOnce = true));
    await session.send(frame.resize(60, 30), frame.keyframe(60, 30, 'second screen\r\n'), frame.output('behind it\r\n'));
    await waitForText(page, 'behind it');
    assert.equal(await page.evaluate(() => window.failOnce), false);
    assert.match(await screenText(page), /second screen\nbehind it/);
    assert.equal(await page.locator('#terminal').getAttribute('data-rows'), '30');
    await session.send(frame.output('and on\r\n'));
    await waitForText(page, 'and on');
    await waitForState(page, 'live');
    await session.end();
  });

  test('a terminal that fails in the middle of taking output in is made anew, and goes on', async () => {
    const session = await shareFrames(server);
    await session.send(frame.resize(80, 24), frame.keyframe(80, 24, 'first screen\r\n'), frame.output('before\r\n'));
    const page = await guest(session.link, {
      before: each =>
        each.addInitScript(() => {
          const { fromCharCode } = String;
          String.fromCharCode = (...codes) => {
            if (!window.failOnce) return fromCharCode(...codes); // for a letter with an accent of its own
            window.failOnce = false;
            throw new TypeError('as if from xterm.js');
          };
        }),
    });
    await waitForText(page, 'before');
    await page.evaluate(() => (window.failOnce = true));
    await session.send(frame.output('cafe\u0301, and behind it\r\n'));
    await session.send(frame.keyframe(80, 24, 'newest screen\r\n'), frame.output('and on\r\n'));
    await waitForText(page, 'and on');
    assert.equal(await page.evaluate(() => window.failOnce), false);
    assert.match(await screenText(page), /newest screen\nand on/);
    await waitForState(page, 'live');
    await session.end();
  });

  test('with WebGL the same is shown', async () => {
    const session = await shareFrames(server);
    await session.send(frame.output('drawn by WebGL\r\n'));
    const page = await guest(session.link, { before: each => each.addInitScript(() => localStorage.setItem('sessionshare.settings', JSON.stringify({ renderer: 'webgl', screenReader: true }))) });
    await page.locator('#terminal[data-renderer="webgl"]').waitFor();
    await expect(page.locator('.xterm-accessibility-tree')).toContain('drawn by WebGL');
    const cells = await page.locator('#terminal canvas').count();
    assert.ok(cells > 0);
    await session.end();
  });
});

describe('the history', () => {
  test('a link to a block that has left the terminal opens it, drawn from the history, at the size that it had', async () => {
    const session = await shareFrames(server);
    await session.send(frame.resize(40, 10), frame.keyframe(40, 10, '$ '));
    await session.send(frame.output('head\r\n'), frame.blockStart(1, 'head'), frame.output('the first output\r\n'), frame.blockEnd(1), frame.output('$ false\r\n'), frame.blockStart(2, 'false'), frame.blockEnd(2, 1));
    await session.send(frame.resize(80, 24), frame.keyframe(80, 24, '$ '));
    const filler = `${'x'.repeat(79)}\r\n`.repeat(700);
    for (let number = 3; number < 48; number++) await session.send(frame.blockStart(number, `fill ${number}`), frame.output(filler), frame.blockEnd(number), ...(number % 10 === 0 ? [frame.keyframe(80, 24, filler.slice(0, 81 * 23))] : []));

    const page = await guest(`${session.link}&block=1`);
    await page.locator('#reader h2').waitFor();
    assert.match(await page.locator('#reader').innerText(), /head\s+Block 1 · succeeded/);
    await expect(page.locator('#reader .xterm-rows')).toContain('the first output');
    assert.equal(await page.locator('#reader .screen').getAttribute('data-columns'), '40');
    await page.locator('#reader').getByRole('button', { name: 'Block behind' }).click();
    await expect(page.locator('#reader h2')).toContain('false');
    await page.getByRole('button', { name: 'Back to live' }).click();
    await expect(page.locator('#reader')).toHide();

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    await page.locator('[data-block="1"]').click();
    await page.locator('#selected').getByRole('button', { name: 'Copy as text' }).click();
    await expect(page.locator('#toasts')).toContain('Copied');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '$ head\nthe first output');
    await session.end();
  });

  test('older commands come as they are scrolled to, and a search finds the oldest', async () => {
    const session = await shareFrames(server);
    await session.send(frame.resize(80, 24), frame.keyframe(80, 24, '$ '));
    for (let number = 1; number <= 650; number++) await session.send(frame.blockStart(number, `command ${number}`), frame.output(`${'y'.repeat(3000)}\r\n`), frame.blockEnd(number), ...(number % 180 === 0 ? [frame.keyframe(80, 24, '$ ')] : []));

    const page = await guest(session.link);
    await expect(page.locator('#blocks-count')).toMatch(/\+$/);
    const known = Number.parseInt(await page.locator('#blocks-count').innerText(), 10);
    assert.ok(known < 650, `${known} at first`);
    await page.locator('#block-scroller').evaluate(element => (element.scrollTop = 0));
    await expect({ count: async () => 1, first: () => ({ innerText: async () => String(Number.parseInt(await page.locator('#blocks-count').innerText(), 10) > known) }) }).toContain('true');

    await page.locator('#block-filter').fill('command 7');
    await expect(page.locator('[data-block="7"]')).toCount(1);
    assert.equal(await page.locator('#blocks-count').innerText(), '650');
    await session.end();
  });
});
