// Sharing and watching in real terminals (tmux): the sharer's must behave as without sharing.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, program, run, terminal } from './cli.mjs';
import { startServer } from './server.mjs';

let server, home, bob, folder;
before(async () => {
  server = await startServer();
  [home, bob] = [newHome(), newHome()];
  folder = mkdtempSync(join(tmpdir(), 'sessionshare-files-'));
  await run(bob, ['login', '--as', 'bob@example.com'], { server: server.origin }).ended;
});
after(async () => {
  closeTerminals();
  await server?.stop();
  [home, bob, folder].forEach(name => rmSync(name, { recursive: true, force: true }));
});

let number = 0;
const open = (who, words, options = {}) => terminal(`t${++number}`, who, words, { server: server.origin, ...options });

/** A shared bash, its link, and that its prompt stands. */
const shareShell = async (...words) => {
  const sharer = open(home, ['share', '--yes', ...words], { columns: 120 });
  const link = await sharer.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
  await sharer.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
  return { sharer, link };
};

describe('the sharer\'s own terminal', () => {
  test('a shell works as without sharing: commands, Ctrl-C, Ctrl-Z, resizing, vim, less, UTF-8, exit', async () => {
    const { sharer } = await shareShell();
    await sharer.titled(/shared/);

    sharer.type('echo $((6 * 7)) grüße 你好');
    sharer.keys('Enter');
    await sharer.until(screen => screen.includes('\n42 grüße 你好'), '42');

    sharer.type('echo rea"d"y; cat');
    sharer.keys('Enter');
    await sharer.until(screen => screen.includes('\nready'), 'cat');
    sharer.keys('C-c');
    await sharer.until(screen => /\^C/.test(screen), '^C');
    sharer.type('clear; echo rea"d"y; sleep 1000');
    sharer.keys('Enter');
    await sharer.until(screen => screen.startsWith('ready'), 'sleep');
    sharer.keys('C-z');
    await sharer.until(screen => /Stopped .*sleep 1000/.test(screen), 'a stopped job');
    sharer.type('kill %1; clear');
    sharer.keys('Enter');

    sharer.resize(100, 30);
    sharer.type('until stty size | grep "29 100"; do sleep 0.05; done');
    sharer.keys('Enter');
    await sharer.until(screen => /^29 100$/m.test(screen), 'the new size');

    sharer.type(`vim -u NONE ${join(folder, 'note')}`);
    sharer.keys('Enter');
    await sharer.until(screen => /~\n~\n/.test(screen), 'vim');
    sharer.type('ihello from vim');
    sharer.keys('Escape');
    sharer.type(':wq');
    sharer.keys('Enter');
    await sharer.until(screen => /[$#]\s*$/.test(screen) && !/~\n~\n/.test(screen), 'the shell again');
    assert.equal(readFileSync(join(folder, 'note'), 'utf8'), 'hello from vim\n');

    sharer.type('seq 1 500 | less');
    sharer.keys('Enter');
    await sharer.until(screen => /^1\n2\n/m.test(screen) && /:\s*$/.test(screen), 'less');
    sharer.keys('q');

    sharer.type('exit 7');
    sharer.keys('Enter');
    await sharer.until(screen => screen.includes('ended with 7'), 'the exit code');
    sharer.type('stty -a | grep -o " icanon\\| echo " | xargs');
    sharer.keys('Enter');
    await sharer.until(screen => /^icanon echo$/m.test(screen), 'the terminal as it was');
    sharer.close();
  });

  test('the prefix key twice types it, and ends sharing while the shell goes on', async () => {
    const { sharer, link } = await shareShell('--link', 'view', '--prefix', '^B');
    sharer.type('echo rea"d"y; cat -v');
    sharer.keys('Enter');
    await sharer.until(screen => screen.includes('\nready'), 'cat');
    sharer.keys('C-b', 'C-b', 'Enter');
    await sharer.until(screen => /\n\^B\n/.test(screen), 'the prefix key');
    sharer.keys('C-c');

    sharer.keys('C-b', 'e');
    await sharer.titled(/^(?!.*● shared)/);
    const late = run(newHome(), ['join', link, '--raw'], { server: server.origin });
    assert.ok([243, 244].includes(await late.ended), late.errors());
    sharer.type('echo still $((20 + 3))');
    sharer.keys('Enter');
    await sharer.until(screen => screen.includes('\nstill 23'), 'the shell');
    sharer.close();
  });
});

describe('watching in a terminal', () => {
  test('an editor sees the shell and types into it, a viewer sees it and cannot', async () => {
    const { sharer, link } = await shareShell('--link', 'view', '--allow', 'bob@example.com:edit');
    const [editor, viewer] = [open(bob, ['join', `'${link}'`], { columns: 120 }), open(newHome(), ['join', `'${link}'`, '--name', 'Vera'], { columns: 120 })];
    await sharer.titled(/2 watching/);
    await viewer.titled(/read-only/);

    viewer.type('echo from-the-viewer');
    viewer.keys('Enter');
    editor.type('echo from-$((1 + 1))-bob');
    editor.keys('Enter');

    for (const who of [sharer, editor, viewer]) await who.until(screen => screen.includes('\nfrom-2-bob'), 'what the editor ran');
    assert.doesNotMatch(sharer.screen(), /from-the-viewer/);

    viewer.keys('C-^', 'q');
    await viewer.until(screen => screen.includes('ended with 0'), 'that the viewer has left');
    await sharer.titled(/1 watching/);
    sharer.type('exit');
    sharer.keys('Enter');
    await editor.until(screen => screen.includes('ended with 0'), 'the end at the editor');
    [sharer, editor, viewer].forEach(who => who.close());
  });

  test('what acts as the sharer is refused to another who types it, also without its variable and typed ahead; the sharer runs it', async () => {
    const { sharer } = await shareShell('--allow', 'bob@example.com:edit');
    const id = (await sharer.until(screen => screen.match(/\/s\/(\w{22})#/), 'the id'))[1];
    const editor = open(bob, ['join', id], { columns: 120 });
    const refused = [];
    const isRefused = async (what, commandLine) => {
      editor.type(`clear; ${commandLine}; echo ${what} $?`);
      editor.keys('Enter');
      await sharer.until(screen => new RegExp(`bob@example.com typed this(.|\\n)*\\n${what} 243`).test(screen), `that ${what} is refused`);
      refused.push(what);
    };
    await editor.until(screen => /[$#]\s*$/.test(screen), 'the shared screen');
    await isRefused('access', `${program} access link edit`);
    await isRefused('hidden', `env -u SESSIONSHARE_SHELL ${program} access show`);
    await isRefused('stop', `${program} stop ${id}`);
    await isRefused('login', `${program} login --as bob@example.com`);
    await isRefused('token', `${program} open ${id} --print`);

    const go = join(folder, 'go');
    sharer.type(`clear; echo rea"d"y; until [ -e ${go} ]; do sleep 0.1; done`);
    sharer.keys('Enter');
    await editor.until(screen => /^ready$/m.test(screen), 'that a command runs');
    editor.type(`${program} access show; echo ahead $?`);
    editor.keys('Enter');
    await sharer.until(screen => screen.replaceAll('\n', '').includes('echo ahead $?'), 'what is typed ahead');
    writeFileSync(go, '');
    await sharer.until(screen => /bob@example.com typed this(.|\n)*\nahead 243/.test(screen), 'that what was typed ahead is refused');

    sharer.type(`clear; ${program} blocks`);
    sharer.keys('Enter');
    await sharer.until(screen => /access show.*\(by bob@example.com\)/.test(screen.replaceAll('\n', '')), 'who ran what');
    // The first may come too soon after the other's; then it says to run it again.
    for (let attempt = 1; !/\nown \d+ 0/.test(sharer.screen()); attempt++) {
      assert.ok(attempt < 20, sharer.screen());
      sharer.type(`clear; ${program} access revoke --all; echo own ${attempt} $?`);
      sharer.keys('Enter');
      await sharer.until(screen => new RegExp(`\\nown ${attempt} \\d+`).test(screen), 'an answer');
    }
    await editor.titled(/read-only/);
    sharer.type('exit');
    sharer.keys('Enter');
    await editor.until(screen => screen.includes('ended with 0'), 'the end');
    [sharer, editor].forEach(who => who.close());
    assert.equal(refused.length, 5);
  });

  test('commands of a shared bash become blocks with their exit codes', async () => {
    const { sharer, link } = await shareShell('--link', 'view');
    for (const command of ['cd /tmp', 'false', 'printf "a\\nb\\n" | grep -c a', 'sh -c "exit 9"']) {
      sharer.type(command);
      sharer.keys('Enter');
    }
    sharer.type('echo d"on"e');
    sharer.keys('Enter');
    await sharer.until(screen => /\ndone/.test(screen), 'done');

    const blocks = await blocksOf(link, 5);
    assert.deepEqual(
      blocks.map(block => [block.number, block.command, block.exitCode ?? null]),
      [
        [1, 'cd /tmp', 0],
        [2, 'false', 1],
        [3, 'printf "a\\nb\\n" | grep -c a', 0],
        [4, 'sh -c "exit 9"', 9],
        [5, 'echo d"on"e', 0],
      ],
    );
    assert.equal(blocks[1].directory, '/tmp');
    sharer.close();
  });
});

/** The session's first blocks over the hub, once so many have ended. */
async function blocksOf(link, count) {
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const url = new URL(link);
  const connection = new HubConnectionBuilder()
    .withUrl(`${url.origin}/hubs/view`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  await connection.invoke('Join', { version: 1, session: url.pathname.slice(3), linkSecret: url.hash.slice(3), name: null, rejoin: null });
  try {
    for (;;) {
      const { blocks } = await connection.invoke('Blocks', { from: 1, count });
      if (blocks.length === count && blocks.every(block => block.lastSequence)) return blocks;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  } finally {
    await connection.stop();
  }
}
