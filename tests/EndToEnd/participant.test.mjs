// Everything that people do from real terminals in one session: Ana shares at 80x24, Bob may edit at 80x24, Cat watches at 200x50.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, run, terminal } from './cli.mjs';
import { startServer } from './server.mjs';

const prefix = '\x1e';

let server, homes, ana, bob, cat;
before(async () => {
  server = await startServer();
  homes = [newHome(), newHome(), newHome()];
  await Promise.all(homes.map((home, i) => run(home, ['login', '--as', `${['ana', 'bob', 'cat'][i]}@example.com`], { server: server.origin }).ended));
  ana = open('ana', 0, ['share', '--yes', '--allow bob@example.com:edit', '--allow cat@example.com'], { columns: 80, rows: 24 });
  const link = await ana.until(() => ana.all().replaceAll('\n', '').match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');
  await atPrompt(ana);
  // One after the other: people are named in the order in which they came.
  bob = open('bob', 1, ['join', `'${link}'`], { columns: 80, rows: 24 });
  await atPrompt(bob);
  cat = open('cat', 2, ['join', `'${link}'`], { columns: 200, rows: 50 });
  await atPrompt(cat);
});
after(async () => {
  closeTerminals();
  await server?.stop();
  homes.forEach(home => rmSync(home, { recursive: true, force: true }));
});

const open = (name, home, words, size) => terminal(`p-${name}`, homes[home], words, { server: server.origin, ...size });
const atPrompt = who => who.until(screen => /^\S+[$#]\s*│?\s*$/m.test(screen), 'a prompt');
const enter = (who, text) => (who.type(text), who.keys('Enter'));

describe('a draft in terminals', () => {
  test('two write it, each sees the other there; who watches reads it; it runs, and the block says who ran it', async () => {
    bob.type('echo on"e"');
    await bob.until(screen => /── draft .*Enter runs[^]*❯ echo on"e"/.test(screen), 'the draft at Bob');
    await ana.until(() => /bob +✎ (writes|in) the draft/.test(ana.line()), 'at Ana, that he writes it');
    ana.type(`${prefix}d`);
    await ana.until(screen => /── draft +bob .*Enter runs[^]*❯ echo on"e"/.test(screen), 'the draft at Ana, with Bob in it');
    ana.type('; PASSWORD=hunter2');
    await ana.until(() => /looks like a secret/.test(ana.line()), 'that it is not taken');
    ana.keys('C-w', 'BSpace', 'BSpace');
    ana.type('; echo tw"o"');
    await bob.until(screen => /── draft +ana /.test(screen) && /❯ echo on"e"; echo tw"o"/.test(screen), 'what Ana wrote, and that she is there');
    await cat.until(() => /draft: echo on"e"; echo tw"o"/.test(cat.line()), 'the draft in the line of who watches');
    cat.type(`${prefix}d`);
    await cat.until(screen => /── draft .*read-only[^]*❯ echo on"e"; echo tw"o"/.test(screen), 'the draft, to be read');
    cat.type('x');
    await cat.until(() => /may look at the draft, and not write/.test(cat.line()), 'that Cat may not');
    cat.keys('Escape');

    bob.keys('Enter');
    for (const who of [ana, bob, cat]) await who.until(screen => /^one\s*│?$/m.test(screen) && /^two\s*│?$/m.test(screen) && !/── draft/.test(screen), 'what ran');
    bob.type(`${prefix}c`);
    await bob.until(screen => /── commands[^]*▸ +1 ✓ .* echo on"e"; echo tw"o" +bob/.test(screen), 'the command, with who ran it');
    bob.keys('q');
  });

  test('several lines, own undo, and Escape leaves it as it is', async () => {
    bob.type('echo a');
    bob.keys('M-Enter');
    bob.type('echo b wrong');
    bob.keys('C-w', 'C-w');
    bob.type('echo c');
    await bob.until(screen => /❯ echo a\n {2}echo echo c$/m.test(screen), 'two lines');
    bob.keys('C-_');
    await bob.until(screen => !/echo c$/m.test(screen), 'that the newest is undone');
    bob.keys('C-a', 'C-k', 'Escape');
    await bob.until(screen => !/── draft/.test(screen), 'that it is left');
    ana.type(`${prefix}d`);
    await ana.until(screen => /❯ echo a$/m.test(screen), 'the same at Ana');
    ana.keys('M-<', 'C-k', 'C-k', 'C-k');
    await bob.until(() => !/draft:/.test(bob.line()), 'that nothing is left of it');
    ana.keys('Escape');
    await ana.until(screen => !/── draft/.test(screen), 'that it is left');
  });

  test('opens over a program without disturbing it', async () => {
    enter(ana, 'vim -u NONE -n +"set nosmd"');
    await ana.until(screen => /~\n~\n/.test(screen), 'vim');
    ana.type('ifirst\x1b');
    for (const who of [ana, bob]) await who.until(screen => /^first/.test(screen), 'text in vim');
    const rows = () => ana.all().split('\n').slice(0, 23).join('\n');
    const before = rows();
    ana.type(`${prefix}d`);
    await ana.until(screen => /── draft/.test(screen), 'the draft over vim');
    bob.type('osecond\x1b');
    await ana.until(screen => /^first\nsecond\n[^]*── draft/.test(screen), 'what Bob types into vim, above the draft');
    bob.type('dd');
    ana.keys('Escape');
    await ana.until(() => rows() === before, 'vim as it was');
    enter(ana, ':q!');
    await ana.until(screen => /^one$/m.test(screen) && !/~\n~/.test(screen), 'the screen from before vim');
    await atPrompt(bob);
  });
});

describe('the line at the bottom, and the menu', () => {
  test('the line stays through clearing, scrolling and other sizes, and the program has the rest', async () => {
    enter(ana, 'clear; seq 1 100; stty size');
    await ana.until(screen => /^23 80$/m.test(screen) && /● shared/.test(ana.line()), 'all rows but one, and the line');
    ana.resize(200, 50);
    enter(ana, 'until stty size | grep "49 200"; do sleep 0.05; done; clear; stty size');
    await ana.until(screen => /^49 200$/m.test(screen), 'the new size');
    await ana.until(() => /● shared · +bob +✎ +cat/.test(ana.line()), 'who is here, in the last row');
    ana.resize(80, 24);
    enter(ana, 'until stty size | grep "23 80"; do sleep 0.05; done; clear; stty size');
    await ana.until(screen => /^23 80$/m.test(screen) && /● shared/.test(ana.line()), 'the old one');
    await atPrompt(bob);
  });

  test('who watches asks to type, the sharer answers by the menu, and it is handed back', async () => {
    cat.type(`${prefix}r`);
    await ana.until(() => /cat@example\.com asks to type/.test(ana.line()), 'that Cat asks');
    ana.type(`${prefix}?`);
    await ana.until(screen => /── what to do[^]*g +grant/.test(screen), 'the menu');
    ana.type('grant: ');
    await ana.until(screen => /── what to do \/ grant:\n▸ .*grant: let who asks/.test(screen), 'what was searched');
    ana.keys('Enter');
    await cat.titled(/you can type/);
    enter(cat, 'echo ca"t"');
    await ana.until(screen => /^cat$/m.test(screen), 'what Cat ran');
    cat.type(`${prefix}b`);
    await cat.titled(/read-only/);
  });

  test('a pause shows nothing, and what stands there when it ends', async () => {
    ana.type(`${prefix}z`);
    await cat.titled(/paused by the sharer/);
    enter(ana, 'clear; echo hid"d"en; clear; echo se"e"n');
    await ana.until(screen => /^seen$/m.test(screen), 'what is not shown');
    enter(bob, 'echo blind');
    await bob.until(() => /has paused/.test(bob.line()), 'that nothing runs');
    bob.keys('M-<', 'C-k', 'Escape');
    assert.doesNotMatch(cat.all(), /seen|hidden/);
    ana.type(`${prefix}z`);
    await cat.until(screen => /^seen\s/m.test(screen), 'the screen of now');
    assert.doesNotMatch(cat.all(), /hidden/);
    await cat.titled(/shows the terminal again/);
  });
});

describe('what was, for who watches', () => {
  test('a command is pointed at for all to see, opened, searched and copied from', async () => {
    enter(ana, 'clear; seq -f "row %g" 1 200');
    await bob.until(screen => /row 200/.test(screen), 'many rows');
    await atPrompt(bob);
    bob.type(`${prefix}c`);
    await bob.until(screen => /▸.*row %g/.test(screen), 'the newest command, chosen');
    bob.keys('v');
    const number = (await bob.until(screen => screen.match(/▸ ● +(\d+) /), 'that it is marked'))[1];
    await cat.until(() => new RegExp(`bob +✎ points at block ${number}`).test(cat.line()), 'where Bob points');
    await ana.until(() => new RegExp(`bob +✎ points at block ${number}`).test(ana.line()), 'where Bob points, at Ana');
    await cat.until(screen => /^row 1[0-9]{2} +bob +│?$/m.test(screen), 'the command on the screen, with who points');
    cat.type(`${prefix}j`);
    await cat.until(screen => new RegExp(`── ${number} · .*row %g`).test(screen), 'what he points at');
    cat.keys('q');

    cat.type(`${prefix}p`);
    await cat.until(screen => /── people[^]*bob/.test(screen), 'the people');
    cat.type('/bob');
    cat.keys('Enter');
    await cat.until(screen => new RegExp(`── ${number} · .*row %g.*line 200 of 200`).test(screen) && /^row 200\s*$/m.test(screen), 'the output that Bob points at');
    cat.type('/row 42');
    cat.keys('Enter');
    await cat.until(screen => /line 42 of 200/.test(screen), 'the row that was looked for');
    cat.type('y');
    await cat.until(() => /copied 6 characters/.test(cat.line()), 'that it is copied');
    cat.keys('v', 'Down');
    await bob.until(() => new RegExp(`cat +points into block ${number}`).test(bob.line()), 'where Cat points');
    cat.keys('Escape');
    await bob.until(() => !/points into/.test(bob.line()), 'that Cat points no longer');
    cat.keys('q');
    bob.keys('q');
  });

  test('the history scrolls back, follows what happens when it is left, and a hesitating prefix key says what may follow', async () => {
    bob.type(`${prefix}h`);
    await bob.until(screen => /── history .*line \d+ of \d+/.test(screen), 'the history');
    bob.keys('PPage', 'PPage');
    await bob.until(screen => /row 16\d/.test(screen) && !/row 200/.test(screen), 'what has scrolled out');
    await cat.until(() => /bob +✎ reads back/.test(cat.line()), 'that Bob reads back');
    bob.keys('q');
    await bob.until(screen => /row 200/.test(screen), 'the screen of now');

    // Further back than a terminal has it: from the server, page by page.
    enter(ana, 'clear; seq -f "line %g of many, so that there are pages of them" 1 14000');
    await bob.until(screen => /line 14000 of/.test(screen), 'the last of them');
    await atPrompt(bob);
    bob.type(`${prefix}h`);
    await bob.until(screen => /── history · line \d{3,4} of \d{3,4}, and older ones/.test(screen), 'the history');
    bob.type('/line 4321 of');
    bob.keys('Enter');
    await bob.until(screen => /^line 4321 of.*\nline 4322 of/m.test(screen), 'a line of long ago');
    bob.type('g');
    await bob.until(screen => /── history · line 1 of \d{5} *\n/.test(screen), 'the start, with nothing older');
    bob.keys('q');
    await bob.until(screen => /line 14000 of/.test(screen), 'the screen of now');

    cat.type(prefix);
    await cat.until(screen => /── Ctrl-\^, then[^]*q +leave/.test(screen), 'what may follow');
    cat.keys('q');
    await cat.until(screen => /ended with 0/.test(screen), 'that Cat has left');
    await ana.until(() => /cat left|bob +✎ *$/.test(ana.line()), 'that she has, at the sharer');
    enter(ana, 'exit 3');
    await ana.until(screen => /ended with 3/.test(screen), 'the exit code');
    await bob.until(screen => /ended with 0/.test(screen), 'the end');
    assert.doesNotMatch(ana.all(), /● shared/);
  });
});
