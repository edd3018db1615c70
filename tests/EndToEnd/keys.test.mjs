// Every key behind the prefix key, of who shares and of who watches, at two sizes, with what the screen shows then. The programs' own lists of keys say which there are.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, program, run, share, terminal } from './cli.mjs';
import { startServer } from './server.mjs';

const prefix = '\x1e';
const definitions = file => [...readFileSync(new URL(`../../src/Client.Cli/${file}`, import.meta.url), 'utf8').matchAll(/new\('(.)', /g)].map(found => found[1]);

/** What each key does, in an order in which one session can go through them: who types it, the key, and what is to be seen then and done to go on. */
const steps = [
  ['ana', 's', async ({ ana }) => ana.until(() => /each command is a block|no commands told yet/.test(ana.line()), 'the state')],
  ['ana', 'c', async ({ ana }) => ana.until(() => /the link is on your clipboard/.test(ana.line()), 'that the link is copied')],
  ['ana', 'm', async ({ ana }) => {
    await ana.until(() => /no word of who comes and goes/.test(ana.line()), 'that it is silent');
    press(ana, 'm');
    await ana.until(() => /who comes and goes is said again/.test(ana.line()), 'that it is not');
  }],
  ['ana', 'p', async ({ ana }) => {
    await ana.until(screen => /── people[^]*bob/.test(screen), 'the people');
    await left(ana, 'q', /── people/);
  }],
  ['ana', 'i', async ({ ana }) => {
    await ana.until(screen => /── invite: EMAIL[^]*❯/.test(screen), 'the question');
    ana.type('eve');
    ana.keys('Enter');
    await ana.until(screen => /'eve' is no e-mail address/.test(screen.replaceAll('\n', ' ')), 'what is wrong with the answer');
    ana.type('@example.com');
    ana.keys('Enter');
    await ana.until(() => [ana.line(), ana.title()].some(told => /eve@example\.com may watch/.test(told)), 'that Eve may come');
  }],
  ['ana', 'o', async ({ ana, other }) => {
    await ana.until(screen => /── my sessions[^]*● this one/.test(screen), 'the sessions');
    ana.type('/the other');
    await ana.until(screen => /── my sessions \/ the other\n▸ +the other · 0 here/.test(screen), 'the other one');
    ana.keys('Enter', 'x');
    assert.equal(JSON.parse(await other.process.line(/"ended"/)).reason, 'sharerStopped');
    await ana.until(() => /stopped: the other/.test(ana.line()), 'that it is stopped');
  }],
  ['ana', 'd', async ({ ana }) => {
    await ana.until(screen => /── draft.*Enter runs/.test(screen), 'the draft');
    await left(ana, 'Escape', /── draft/);
  }],
  ['ana', 'z', async ({ ana, bob }) => {
    await bob.until(() => /paused by the sharer/.test(bob.line()), 'that it is paused');
    assert.match(ana.title(), /paused/);
    press(ana, 'z');
    await bob.until(() => /shows the terminal again/.test(bob.line()), 'that it goes on');
  }],
  ['bob', 'r', async ({ ana }) => ana.until(() => /bob@\S+ asks to type/.test(ana.line()), 'that Bob asks')],
  ['ana', 'n', async ({ ana, bob }) => {
    await ana.until(() => /bob@\S+ was refused/.test(ana.line()), 'that he is refused');
    press(bob, 'r');
    await ana.titled(/asks to type/);
  }],
  ['ana', 'G', async ({ ana, bob }) => {
    await ana.until(() => /for how many minutes\?/.test(ana.line()), 'the question');
    ana.type('5');
    ana.keys('Enter');
    await bob.until(() => /you can type now/.test(bob.line()), 'that Bob may type');
  }],
  ['bob', 'b', async ({ ana, bob }) => {
    await bob.until(() => /read-only now/.test(bob.line()), 'that he may not');
    press(bob, 'r');
    await ana.titled(/asks to type/);
  }],
  ['ana', 'g', async ({ bob }) => bob.until(() => /you can type now/.test(bob.line()), 'that Bob may type again')],
  ['bob', 'd', async ({ ana, bob }) => {
    await bob.until(screen => /── draft.*Enter runs/.test(screen), 'the draft');
    bob.type('echo on"e"');
    await ana.until(() => /bob +✎ (writes|in) the draft/.test(ana.line()), 'that Bob drafts, at Ana');
    bob.keys('Enter');
    await ana.until(() => /bob@\S+ asks to run: echo on"e"/.test(ana.line()), 'what Bob asks for');
  }],
  ['ana', 'y', async ({ ana, bob }) => {
    for (const who of [ana, bob]) await who.until(screen => /^one\s*│?$/m.test(screen), 'what ran');
    await bob.until(screen => !/── draft/.test(screen), 'that the draft is left');
    await atPrompt(ana);
  }],
  ['ana', 'r', async ({ ana }) => {
    await ana.until(() => /no program runs that could be released/.test(ana.line()), 'that none runs');
    ana.type('cat');
    ana.keys('Enter');
    await ana.until(screen => /cat\s*$/.test(screen), 'a program');
    press(ana, 'r');
    await ana.until(() => /others' keys reach this program until it ends/.test(ana.line()), 'that it is released');
    ana.keys('C-c');
    await atPrompt(ana);
  }],
  ['bob', 'k', async ({ bob }) => {
    await bob.until(() => /goes to the shell's own prompt/.test(bob.line()), 'where keys go');
    press(bob, 'k');
    await bob.until(() => /goes into the draft/.test(bob.line()), 'where keys go now');
  }],
  ['bob', 'n', async ({ bob }) => {
    await bob.until(() => /no word of who comes and goes/.test(bob.line()), 'that it is silent');
    press(bob, 'n');
    await bob.until(() => /who comes and goes is said again/.test(bob.line()), 'that it is not');
  }],
  ['bob', 'c', async ({ ana, bob }) => {
    await bob.until(screen => /── commands[^]*echo on"e"/.test(screen), 'the commands');
    bob.keys('v');
    await ana.until(() => /bob +✎ points at block \d/.test(ana.line()), 'that Bob points, at Ana');
    bob.keys('v');
    await left(bob, 'q', /── commands/);
  }],
  ['bob', 'h', async ({ bob }) => {
    await bob.until(screen => /── history · line \d+ of \d+/.test(screen), 'the history');
    await left(bob, 'q', /── history/);
  }],
  ['bob', 'f', async ({ bob }) => {
    await bob.until(screen => /── history[^]*\n\/\s*(\n|$)/.test(screen), 'what is looked for');
    bob.type('on"e"');
    bob.keys('Enter');
    await bob.until(screen => /echo on"e"/.test(screen), 'what was found');
    await left(bob, 'q', /── history/);
  }],
  ['bob', 'p', async ({ bob }) => {
    await bob.until(screen => /── people[^]*bob@\S+ · edit · you/.test(screen), 'the people');
    await left(bob, 'q', /── people/);
  }],
  ['bob', 'j', async ({ bob }) => bob.until(() => /nobody points at anything just now/.test(bob.line()), 'that nobody points')],
  ['ana', 'v', async ({ bob }) => bob.until(() => /read-only/.test(bob.line()), 'that Bob may type no more')],
  ['bob', 'l', async ({ bob, join }) => {
    await bob.until(screen => /ended with 0/.test(screen), 'that Bob has left');
    bob.type(`clear; ${program} ${join}; echo "again $?"`);
    bob.keys('Enter');
    await bob.titled(/read-only/);
  }],
  ['bob', 'q', async ({ bob }) => bob.until(screen => /again 0/.test(screen), 'that Bob has left again')],
  ['ana', 'e', async ({ ana }) => ana.titled(/not shared any more: You stopped sharing/)],
];

const press = (who, key) => who.type(prefix + key);
const atPrompt = who => who.until(screen => /[$#]\s*│?\s*$/.test(screen.replace(/\n─+┘?\s*$/, '')), 'a prompt');
const left = async (who, key, panel) => {
  who.keys(key);
  await who.until(screen => !panel.test(screen), `that ${panel} is left`);
};

let server;
before(async () => (server = await startServer()));
after(async () => {
  closeTerminals();
  await server?.stop();
});

test('each key has a step here', () => {
  const of = name => steps.filter(([who]) => who === name).map(([, key]) => key).sort();
  assert.deepEqual(of('ana'), definitions('Sharing/ShareMenu.cs').sort());
  assert.deepEqual(of('bob'), definitions('Joining/ViewerKeys.cs').sort());
});

describe('each key does what it says', { concurrency: true }, () => {
  for (const [columns, rows] of [[80, 24], [200, 50]])
    test(`at ${columns}x${rows}`, async () => {
      const homes = [newHome(), newHome()];
      await Promise.all(homes.map((home, i) => run(home, ['login', '--as', `${['ana', 'bob'][i]}@of-${columns}.example.com`], { server: server.origin }).ended));
      const other = await share(['--title', 'the other', '--', 'sleep', '1000'], { home: homes[0], server: server.origin });
      try {
        await goThrough(columns, rows, homes, other);
      } finally {
        await other.stop();
        homes.forEach(home => rmSync(home, { recursive: true, force: true }));
      }
    });
});

async function goThrough(columns, rows, homes, other) {
  // People of its own: the other size goes on beside it.
  const open = (name, home, words) => terminal(`k-${name}-${columns}`, home, words, { server: server.origin, columns, rows });
  const ana = open('ana', homes[0], ['share', '--yes', '--approve', `--allow bob@of-${columns}.example.com`]);
  const link = await ana.until(() => ana.all().replaceAll('\n', '').match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
  await atPrompt(ana);
  const bob = open('bob', homes[1], ['join', `'${link}'`]);
  await bob.titled(/read-only/);
  await atPrompt(bob);
  for (const [who, key, does] of steps) {
    press({ ana, bob }[who], key);
    try {
      await does({ ana, bob, other, join: `join '${link}'` });
      await ana.until(() => ana.all().replace(/\n$/, '').split('\n').length === rows && /^[●⏸○] |[a-z]/.test(ana.all().replace(/\n$/, '').split('\n').at(-1)), 'our line in the last row');
    } catch (fault) {
      throw new Error(`${who} ${key} at ${columns}x${rows}: ${fault.message}\nana:\n${ana.all()}\nbob:\n${bob.all()}`);
    }
  }
  [ana, bob].forEach(who => who.close());
}
