// A shell that nobody sees, shared later from a point that the person chooses: nothing from before it leaves the machine.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, poll, removeHome, run, terminal } from './cli.mjs';
import { patience } from './expecting.mjs';
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

let number = 0;
const open = async (...words) => {
  const shell = terminal(`s${++number}`, home, ['shell', ...words], { server: server.origin, columns: 120, rows: 40 });
  await shell.titled(/not shared/);
  await shell.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
  return shell;
};
const command = (shell, text) => (shell.type(text), shell.keys('Enter'));
/** Runs a command and waits for its output; the quotes keep the typed line from looking like it. */
const echo = async (shell, text) => {
  command(shell, `echo ${text[0]}""${text.slice(1)}`);
  await shell.until(screen => screen.includes(`\n${text}`), text);
};
const link = async shell => shell.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
const program = process.env.SESSIONSHARE_PROGRAMS ? join(process.env.SESSIONSHARE_PROGRAMS, 'sessionshare') : join(import.meta.dirname, '../../artifacts/current/sessionshare');

/** Every frame of a session as `[kind, payload]`, whatever its kind, read as a recorder reads. */
async function framesOf(url, until) {
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const parsed = new URL(url);
  const connection = new HubConnectionBuilder()
    .withUrl(`${parsed.origin}/hubs/view`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  await connection.invoke('Join', { version: 1, session: parsed.pathname.slice(3), linkSecret: parsed.hash.slice(3), name: null, rejoin: null });
  const frames = [];
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`Expected ${until}; seen: ${frames.map(([, bytes]) => bytes.toString())}`)), patience);
    connection.stream('Watch', { recorder: true, after: 0, epoch: null }).subscribe({
      next: item => {
        if (!item.frames) return;
        const bytes = Buffer.from(item.frames.run.bytes, 'base64');
        for (let at = 0; at < bytes.length; ) {
          const length = bytes.readUInt32LE(at + 1);
          frames.push([bytes[at], bytes.subarray(at + 13, at + 13 + length), bytes.readBigInt64LE(at + 5)]);
          at += 13 + length;
        }
        if (frames.some(([, payload]) => payload.includes(until))) (clearTimeout(limit), resolve());
      },
      error: reject,
      complete: resolve,
    });
  });
  const { blocks } = await connection.invoke('Blocks', { from: 1, count: 100 });
  await connection.stop();
  return { frames, blocks };
}

describe('a shell that is shared later', () => {
  test('shared from block 3, nothing of blocks 1 and 2 leaves the machine, in no kind of frame, nor does the link', async () => {
    const shell = await open();
    await echo(shell, 'zebra-one');
    await echo(shell, 'zebra-two');
    await echo(shell, 'lion-three');
    command(shell, `${program} blocks`);
    await shell.until(screen => /3 +0 .* echo l""ion-three/.test(screen), 'the list of blocks');
    command(shell, `${program} share --yes --link view --from block:3`);
    const url = await link(shell);
    await shell.titled(/● shared/);
    await echo(shell, 'lion-four');

    const { frames, blocks } = await framesOf(url, 'lion-four');
    const all = Buffer.concat(frames.map(([, payload]) => payload)).toString();
    assert.match(all, /lion-three/);
    assert.doesNotMatch(all, /z""?ebra/, 'blocks 1 and 2');
    assert.ok(!all.includes(new URL(url).hash.slice(3)), 'the link is shown to the sharer only');
    assert.doesNotMatch(all, /BLOCK +EXIT/, 'so is the list of blocks');
    assert.equal(frames[0][0], 2, 'the size comes first');
    assert.equal(blocks[0].command, 'echo l""ion-three');
    assert.equal(blocks[0].number, 1);
    const times = frames.map(([, , at]) => at);
    assert.ok(times.every((at, index) => at >= 0n && (index === 0 || at >= times[index - 1])), 'times grow from the start of what is shared');

    // Stopped, it goes on unshared, and can be shared again as another session.
    shell.keys('C-^', 'e');
    await shell.titled(/not shared/);
    await echo(shell, 'tiger-five');
    const late = run(newHome(), ['join', url, '--raw'], { server: server.origin });
    assert.ok([243, 244].includes(await late.ended), late.errors());
    command(shell, 'clear');
    await shell.until(screen => !screen.includes('tiger'), 'a clear screen');
    command(shell, `${program} share --yes --link view --from now`);
    const again = await link(shell);
    assert.notEqual(again, url);
    await echo(shell, 'puma-six');
    const second = await framesOf(again, 'puma-six');
    assert.doesNotMatch(Buffer.concat(second.frames.map(([, payload]) => payload)).toString(), /zebra|lion|tiger/);
    command(shell, 'exit 4');
    await shell.until(screen => screen.includes('ended with 4'), 'the exit code');
    shell.close();
  });

  test('while vim is on the screen it is shared without what stands behind it', async () => {
    const shell = await open();
    await echo(shell, 'zebra-behind');
    command(shell, 'vim -u NONE -i NONE');
    await shell.until(screen => /~\n~\n/.test(screen), 'vim');
    shell.type('iwritten in vim');
    await shell.until(screen => screen.startsWith('written in vim'), 'the text');
    shell.keys('C-^');
    await shell.until(screen => /▸ now .*vim/.test(screen), 'the picker');
    shell.keys('l', 'Enter');
    await shell.until(screen => screen.startsWith('While you share') || screen.startsWith('written in vim'), 'the notice or vim');
    if (shell.screen().startsWith('While')) shell.keys('y');
    await shell.until(screen => screen.startsWith('written in vim') && /~\n~\n/.test(screen), 'vim as it was');
    await shell.titled(/● shared/);
    const listed = run(home, ['ls', '--json'], { server: server.origin });
    await listed.ended;
    const [{ link: url }] = listed.output().toString().trim().split('\n').map(JSON.parse).filter(row => row.sharerState === 'connected');
    shell.type(' and more');
    const viewer = terminal(`s${++number}`, newHome(), ['join', `'${url}'`], { server: server.origin, columns: 120, rows: 40 });
    await viewer.until(screen => screen.startsWith('written in vim and more'), 'vim at the viewer');
    const { frames } = await framesOf(url, 'more');
    assert.doesNotMatch(Buffer.concat(frames.map(([, payload]) => payload)).toString(), /zebra/);
    shell.keys('Escape');
    command(shell, ':q!');
    // What is typed while vim leaves may be thrown away with it.
    await shell.until(screen => /[$#]\s*$/.test(screen) && !/~\n~\n/.test(screen), 'the prompt behind vim');
    command(shell, 'exit');
    await viewer.until(screen => screen.includes('ended with 0'), 'the end at the viewer');
    [shell, viewer].forEach(who => who.close());
  });

  test('asked without --from it shows the points to choose from, and Escape shares nothing', async () => {
    const shell = await open('--keep', '64K');
    command(shell, 'seq 1 20000');
    await shell.until(screen => screen.includes('\n20000'), 'the numbers');
    await echo(shell, 'small');
    command(shell, `${program} share --yes`);
    await shell.until(screen => /▸ now /.test(screen) && /start .*(dropped)/.test(screen) && /block:1 .*dropped.* seq 1 20000/.test(screen), 'the points');
    shell.keys('Escape');
    await shell.until(screen => screen.includes('Nothing was shared.'), 'that nothing was shared');
    command(shell, `${program} share --from block:9 < /dev/null; echo code-$?`);
    await shell.until(screen => /no block 9 yet/.test(screen) && /\ncode-125/.test(screen), 'a refusal');
    command(shell, `${program} share < /dev/null; echo code-$?`);
    await shell.until(screen => /--from is missing/.test(screen) && /\ncode-240/.test(screen), 'what is missing');
    shell.close();
  });

  test('its socket is private and goes with the shell, which SIGHUP ends', async () => {
    const shell = await open();
    const folder = join(home, 'shells');
    const [socket] = readdirSync(folder).map(name => join(folder, name));
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const before = readdirSync(folder).length;
    command(shell, 'kill -HUP $PPID');
    await poll(() => readdirSync(folder).length === before - 1, 'the socket gone', () => readdirSync(folder));
    shell.close();
  });
});

describe('inside a shell that is shared already', () => {
  test('share shows the link again, starts nothing, and viewers do not see it', async () => {
    const sharer = terminal(`s${++number}`, home, ['share', '--yes', '--link', 'view'], { server: server.origin, columns: 120, rows: 40 });
    const url = await link(sharer);
    await sharer.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
    command(sharer, 'clear');
    await sharer.until(screen => !screen.includes('#k='), 'a clear screen');
    command(sharer, `${program} share`);
    assert.equal(await link(sharer), url);
    await sharer.until(screen => /shared already/.test(screen), 'that it is shared already');
    command(sharer, `${program} blocks --json | head -n 1`);
    await sharer.until(screen => /"block":1,"command":"clear"/.test(screen), 'its blocks');
    await echo(sharer, 'finished');
    const { frames } = await framesOf(url, 'finished');
    assert.ok(!Buffer.concat(frames.map(([, payload]) => payload)).includes(new URL(url).hash.slice(3)));
    command(sharer, 'exit');
    sharer.close();
  });
});

describe('sizes', () => {
  test('a smaller terminal shows a window that follows the cursor, a larger one a frame, and on request the smallest editor counts', async () => {
    const sharer = terminal(`s${++number}`, home, ['share', '--yes', '--link', 'edit', '--size', 'follow-editors'], { server: server.origin, columns: 100, rows: 30 });
    const url = await link(sharer);
    await sharer.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
    const editor = terminal(`s${++number}`, newHome(), ['join', `'${url}'`], { server: server.origin, columns: 70, rows: 20 });
    command(sharer, 'while sleep 0.3; do clear; stty size; done');
    await sharer.until(screen => screen.includes('19 70'), 'the editor\'s size');
    await editor.until(screen => screen.includes('19 70'), 'the same at the editor');
    editor.keys('C-^', 'q');
    await editor.until(screen => screen.includes('ended with 0'), 'that the editor has left');
    await sharer.until(screen => screen.includes('29 100'), 'the sharer\'s size again');
    sharer.keys('C-c');
    command(sharer, 'exit');

    const fixed = terminal(`s${++number}`, home, ['share', '--yes', '--link', 'view'], { server: server.origin, columns: 100, rows: 30 });
    const other = await link(fixed);
    const [small, large] = [[60, 10], [120, 40]].map(([columns, rows]) =>
      terminal(`s${++number}`, newHome(), ['join', `'${other}'`], { server: server.origin, columns, rows }));
    // No prompt behind it, which would take the cursor, and the window with it, to the next row.
    command(fixed, 'seq 1 100; printf "%090d end" 0; sleep 1000');
    await small.until(screen => screen.includes('end') && !screen.includes('\n80\n'), 'the end of the line');
    await large.until(screen => /│/.test(screen) && /┘/.test(screen) && screen.includes('end'), 'a frame');
    fixed.keys('C-c');
    command(fixed, 'exit');
    [sharer, editor, fixed, small, large].forEach(who => who.close());
  });
});
