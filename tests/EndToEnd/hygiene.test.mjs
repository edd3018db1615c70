// What a session may do to the terminal of somebody who watches it: draw, and nothing that stays, answers or reaches beyond it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, poll, removeHome, terminal } from './cli.mjs';
import { frame, shareFrames } from './sharer.mjs';
import { startServer } from './server.mjs';

let server, home;
before(async () => {
  server = await startServer();
  home = newHome();
});
after(async () => {
  closeTerminals();
  await server?.stop();
  removeHome(home);
});

const everything = [
  '\x1b]52;c;dGhlaXJz\x07', '\x1b[c\x1b[>c\x1b[6n\x1b[?25$p\x1b[>q\x1b[18t\x1bZ\x05', '\x1b]10;?\x07\x1b]4;1;?\x07', '\x1bP+q544e\x1b\\\x1bP$qm\x1b\\',
  '\x1b]9;hi\x07\x1b]777;notify;a;b\x07', '\x1b[?1004h\x1b[8;10;10t\x1b[5i', '\x1bktheirs\x1b\\', '\x1b]2;a title of theirs\x07', '\x1b[22;2t\x1b[23;2t\x1b[23;2t\x1b[23;2t',
  '\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?1h\x1b=\x1b[>1u\x1b[>1u', '\x1b]4;1;#00ff00\x07\x1b]11;#ffffff\x07', '\x1b[5;10r\x1b[?6h\x1b[4h\x1b(0\x1b[31;7m\x1b[?25l', '\x1b[?1049h\x1b[3J', 'seen here',
].join('');

describe('a viewer\'s terminal', () => {
  test('answers nothing, keeps its clipboard, and is as it was when watching ends', async () => {
    const session = await shareFrames(server, { columns: 80, rows: 24, link: 'edit' });
    const viewer = terminal('hygiene', home, ['join', `'${session.link}'`], { columns: 80, rows: 24 });
    viewer.set('set-clipboard', 'on');
    await session.send(frame.output('begun\r\n'));
    await viewer.until(screen => screen.includes('begun'), 'the session');
    await session.send(frame.output(everything));
    await viewer.until(screen => screen.includes('seen here'), 'what it draws');
    assert.equal(viewer.ask('#{alternate_on}'), '1');

    // A key that comes behind whatever the terminal might have answered.
    viewer.type('x');
    await poll(() => session.typed().includes('x'), 'the key', session.typed);
    assert.equal(session.typed(), 'x');
    assert.equal(viewer.buffers(), '');
    assert.notEqual(viewer.ask('#{window_name}'), 'theirs');

    await session.end();
    await viewer.until(screen => /ended with \d/.test(screen), 'its end');
    for (const flag of ['alternate_on', 'mouse_any_flag', 'mouse_sgr_flag', 'keypad_flag', 'keypad_cursor_flag', 'insert_flag', 'origin_flag', 'scroll_region_upper']) assert.equal(viewer.ask(`#{${flag}}`), '0', flag);
    assert.deepEqual([viewer.ask('#{cursor_flag}'), viewer.ask('#{wrap_flag}'), viewer.ask('#{scroll_region_lower}')], ['1', '1', '23']);
    assert.doesNotMatch(viewer.title(), /theirs/);
    viewer.type('echo qqq');
    await viewer.until(screen => screen.includes('echo qqq'), 'letters, not lines: the charset is the usual one');
    viewer.close();
  });
});
