// Drafts that others run at the prompt of a real shell in a real terminal, and what the sharer says to it.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, terminal } from './cli.mjs';
import { until } from './expecting.mjs';
import { takePart } from './hub.mjs';
import { signIn, startServer } from './server.mjs';

const Bob = 'bob@example.com';

let server, home;
before(async () => {
  server = await startServer();
  home = newHome();
});
after(async () => {
  closeTerminals();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

let number = 0;

/** A shared shell with its prompt, and Bob in it, who may edit. */
const shareShell = async (...words) => {
  const sharer = terminal(`d${++number}`, home, ['share', '--yes', `--allow ${Bob}:edit`, ...words], { server: server.origin, columns: 120 });
  const link = await sharer.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
  await sharer.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
  const bob = await takePart(link, await signIn(server.origin, Bob));
  await sharer.titled(/1 watching/);
  return { sharer, bob };
};

const prefix = '\x1e';

describe('a draft', () => {
  test('runs at the prompt, of several lines at once, and the block says whose it was', async () => {
    const { sharer, bob } = await shareShell();

    const draft = await bob.write('echo one-$((1 + 1))\necho tw"o"\ttabbed');
    assert.equal((await bob.run(draft)).refused, undefined);

    assert.equal((await bob.outcome(draft)).state, 'ran');
    await sharer.until(screen => /^one-2$/m.test(screen) && /^two tabbed$/m.test(screen), 'what it printed');
    assert.equal((await bob.untilBlock(block => block.exitCode === 0)).ranBy.email, Bob);
    assert.equal((await bob.read()).text, '');
    bob.close();
    sharer.close();
  });

  test('does not run while a command does, and is a draft again', async () => {
    const { sharer, bob } = await shareShell();
    sharer.type('echo rea"d"y; cat');
    sharer.keys('Enter');
    await sharer.until(screen => /^ready$/m.test(screen), 'cat');

    const draft = await bob.write('rm -r /');
    await bob.run(draft);

    const run = await bob.outcome(draft);
    assert.deepEqual([run.state, run.refused.reason], ['refused', 'commandRunning']);
    assert.equal((await bob.read()).text, 'rm -r /');
    assert.doesNotMatch(sharer.screen(), /rm -r/);
    sharer.keys('C-c');
    bob.close();
    sharer.close();
  });

  test('leaves what the sharer had begun to type at the prompt', async () => {
    const { sharer, bob } = await shareShell();
    sharer.type('echo ha"l"f a li');
    await sharer.until(screen => /echo ha"l"f a li$/.test(screen), 'half a line');

    const draft = await bob.write('echo fr"o"m bob');
    await bob.run(draft);

    assert.equal((await bob.outcome(draft)).state, 'ran');
    await sharer.until(screen => /^from bob$/m.test(screen) && /echo ha"l"f a li$/.test(screen), 'the line again, behind what Bob ran');
    sharer.type('ne');
    sharer.keys('Enter');
    await sharer.until(screen => /^half a line$/m.test(screen), 'half a line');
    assert.doesNotMatch(sharer.screen(), /^half a li$/m);
    bob.close();
    sharer.close();
  });

  for (const shell of ['/bin/zsh', '/usr/bin/fish'].filter(existsSync)) {
    test(`runs in ${shell}, too`, async () => {
      const sharer = terminal(`d${++number}`, home, ['share', '--yes', `--allow ${Bob}:edit`, '--', shell], { server: server.origin, columns: 120 });
      const link = await sharer.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
      const bob = await takePart(link, await signIn(server.origin, Bob));
      await sharer.titled(/1 watching/);
      let draft, run;
      do {
        // Until its first prompt stands.
        draft = await bob.write('echo one\necho tw"o"');
        await bob.run(draft);
        run = await bob.outcome(draft);
      } while (run.state !== 'ran');
      await sharer.until(screen => /^one$/m.test(screen) && /^two$/m.test(screen), 'what it printed');
      bob.close();
      sharer.close();
    });
  }
});

describe('share --approve', () => {
  test('asks before each run, and runs or gives back as the sharer says', async () => {
    const { sharer, bob } = await shareShell('--approve');

    let draft = await bob.write('echo fir"s"t');
    await bob.run(draft);
    await sharer.titled(/bob@example\.com asks to run: echo fir"s"t/);
    await bob.until(items => items.some(item => item.run?.number === draft && item.run.state === 'asking'), 'that the sharer is asked');
    assert.doesNotMatch(sharer.screen(), /first/);
    sharer.type(`${prefix}y`);
    assert.equal((await bob.outcome(draft)).state, 'ran');
    await sharer.until(screen => /^first$/m.test(screen), 'what it printed');

    draft = await bob.write('echo sec"o"nd');
    await bob.run(draft);
    await sharer.titled(/asks to run: echo sec"o"nd/);
    sharer.type(`${prefix}n`);
    const run = await bob.outcome(draft);
    assert.deepEqual([run.state, run.refused.reason], ['refused', 'runRefused']);
    assert.equal((await bob.read()).text, 'echo sec"o"nd');
    assert.doesNotMatch(sharer.screen(), /second/);
    bob.close();
    sharer.close();
  });

  test('lets others type into a released program alone, until it ends', async () => {
    const { sharer, bob } = await shareShell('--approve');
    await bob.type('echo se"c"ret\r');
    sharer.type('echo rea"d"y; head -n 1');
    sharer.keys('Enter');
    await sharer.until(screen => /^ready$/m.test(screen), 'head');
    assert.equal((await bob.type('held back\r')).refused.reason, 'typingHeld');

    sharer.type(`${prefix}r`);
    await sharer.titled(/reach this program until it ends/);
    await until(() => bob.type('let in\r'), ({ refused }) => !refused, 'that it is let in'); // The server hears of the release a moment later.
    await sharer.until(screen => /^let in\n^let in$/m.test(screen), 'what Bob typed, and what head made of it');
    await bob.untilBlock(block => /head/.test(block.command) && block.exitCode === 0);
    await bob.type('echo belated\r');

    sharer.type('echo do"n"e');
    sharer.keys('Enter');
    await sharer.until(screen => /^done$/m.test(screen), 'done');
    assert.doesNotMatch(sharer.screen(), /secret|held back|belated/);
    bob.close();
    sharer.close();
  });
});
