// The command line as a person and a script use it: whole programs, an embedded server, real shells.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newHome, poll, removeHome, run, share } from './cli.mjs';
import { takePart } from './hub.mjs';
import { startServer } from './server.mjs';

let server, folder;
before(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'sessionshare-files-'));
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at = () => ({ server: server.origin });
const hash = bytes => createHash('sha256').update(bytes).digest('hex');
const alive = pid => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('sharing a command with a server of its own', () => {
  test('it prints a link, ends with the command\'s code, and its server stops by itself', async () => {
    const home = newHome();
    const shared = run(home, ['share', '--yes', '--', 'bash', '-c', 'echo hello; exit 3']);
    await shared.error(/http:\/\/127\.0\.0\.1:\d+\/s\/\w{22}#k=\w{22}/);
    const { pid } = JSON.parse(readFileSync(join(home, 'server', 'state.json'), 'utf8'));

    assert.equal(await shared.ended, 3);
    assert.equal(shared.output().toString().replaceAll('\r', ''), 'hello\n');
    await poll(() => !alive(pid), 'the server stopped', () => `process ${pid}`);
    removeHome(home);
  });

  test('its server is killed in the middle of output: it comes back on the same port, and no byte is lost or doubled', async () => {
    const text = randomBytes(3_000_000).toString('base64');
    const file = join(folder, 'text');
    writeFileSync(file, text);
    const home = newHome();
    const shared = await share(['--link', 'view', '--', 'sh', '-c', `stty -opost; for i in 1 2 3 4 5 6 7 8; do dd if=${file} bs=500000 count=1 skip=$((i-1)) 2>/dev/null; sleep 0.4; done`], { home });
    const recorder = run(newHome(), ['join', shared.link, '--raw']);
    const state = () => {
      try {
        return JSON.parse(readFileSync(join(home, 'server', 'state.json'), 'utf8'));
      } catch {
        return null; // None runs.
      }
    };
    await poll(() => recorder.output().length > 600_000, 'the first half megabyte', () => recorder.output().length);
    const { pid, url } = state();

    process.kill(pid, 'SIGKILL');

    // While it runs: behind the end it stops by itself.
    const back = await poll(() => [state()].find(now => now && now.pid !== pid), 'the server again', () => shared.process.errors());
    assert.equal(back.url, url);
    assert.equal(await shared.process.ended, 0);
    assert.equal(await recorder.ended, 0, recorder.errors());
    assert.equal(hash(recorder.output()), hash(text.slice(0, 4_000_000)));
    removeHome(home);
  });
});

describe('recording', () => {
  test('raw viewers that join at any time get every byte, and end with the session', async () => {
    const text = randomBytes(6_000_000).toString('base64');
    const file = join(folder, 'bulk');
    writeFileSync(file, text);
    const [go, done] = [join(folder, 'go'), join(folder, 'done')];
    const script = `stty -opost; until [ -e ${go} ]; do sleep 0.05; done; cat ${file}; until [ -e ${done} ]; do sleep 0.05; done`;
    const shared = await share(['--link', 'view', '--', 'sh', '-c', script], at());
    const early = [1, 2, 3].map(() => run(newHome(), ['join', shared.link, '--raw'], at()));
    await shared.process.line(/"joined".*/);
    writeFileSync(go, '');
    const late = run(newHome(), ['join', shared.link, '--raw', '--from', 'start'], at());
    await poll(() => late.output().length > 0, 'output at the late viewer', () => late.errors());
    writeFileSync(done, '');

    for (const recorder of [...early, late]) {
      assert.equal(await recorder.ended, 0, recorder.errors());
      assert.equal(hash(recorder.output()), hash(text));
    }
  });

  test('an editor types from a pipe, and a viewer is told that it may not', async () => {
    const shared = await share(['--link', 'view', '--allow', 'bob@example.com:edit', '--', 'cat'], at());
    const bob = newHome();
    await run(bob, ['login', '--as', 'bob@example.com'], at()).ended;
    const viewer = run(newHome(), ['join', shared.link, '--raw', '--type'], { ...at(), input: 'pipe' });
    viewer.child.stdin.write('forbidden\n');
    assert.equal(await viewer.ended, 243, viewer.errors());

    const editor = run(bob, ['join', shared.link, '--raw', '--type'], { ...at(), input: 'pipe' });
    editor.child.stdin.write('typed by bob\n');
    await editor.line(/^typed by bob/);
    editor.child.stdin.write('\x04');
    assert.equal(await editor.ended, 0);
    assert.doesNotMatch(editor.output().toString(), /forbidden/);
    removeHome(bob);
  });
});

describe('sharing in the background', () => {
  test('it prints the link and comes back; who joins sees the command, which ends with its process', async () => {
    const home = newHome();
    const detached = run(home, ['share', '--detach', '--json', '--link', 'view', '--', 'sh', '-c', 'echo from behind; sleep 1000'], at());
    assert.equal(await detached.ended, 0, detached.errors());
    const { event, link, pid, log } = JSON.parse(detached.output().toString());
    assert.equal(event, 'shared');
    const viewer = run(newHome(), ['join', link, '--raw'], at());
    await viewer.line(/^from behind/);

    process.kill(pid, 'SIGTERM');

    assert.equal(await viewer.ended, 0, viewer.errors());
    await poll(() => /"event":"ended"/.test(readFileSync(log, 'utf8')), 'the end in the log', () => readFileSync(log, 'utf8'));
    removeHome(home);
  });

  test('what can\'t be shared is said, with the code that share has', async () => {
    const home = newHome();
    const refused = run(home, ['share', '--detach', '--server', 'http://127.0.0.1:1', '--', 'true']);
    assert.equal(await refused.ended, 241);
    assert.match(refused.errors(), /127\.0\.0\.1:1/);
    removeHome(home);
  });
});

describe('ending', () => {
  for (const [what, command, code] of [
    ['a signal', 'kill -TERM $$', 143],
    ['a crash', 'kill -SEGV $$', 139],
    ['success', 'true', 0],
  ]) {
    test(`a command that ends by ${what} gives ${code}`, async () => {
      const home = newHome();
      assert.equal(await run(home, ['share', '--yes', '--', 'sh', '-c', command], at()).ended, code);
      removeHome(home);
    });
  }

  test('a signal to end that comes with the first act of the command ends the session too', async () => {
    const home = newHome();
    const process = run(home, ['share', '--yes', '--json', '--', 'bash', '-c', 'kill -TERM $PPID; read -t 300 line'], at());
    assert.equal(await process.ended, 129);
    assert.match(process.output().toString(), /"event":"ended".*"exitCode":129/);
    removeHome(home);
  });

  test('a command that is not there gives 127, one that is no program 126', async () => {
    const home = newHome();
    const missing = run(home, ['share', '--yes', '--', 'no-such-command'], at());
    assert.equal(await missing.ended, 127);
    assert.match(missing.errors(), /no-such-command/);
    assert.equal(await run(home, ['share', '--yes', '--', '/etc/hostname'], at()).ended, 126);
    removeHome(home);
  });

  test('`ls` shows what I share, `stop` ends it for everyone, and the command goes on', async () => {
    const [marker, stopped] = [join(folder, 'went-on'), join(folder, 'stopped')];
    const home = newHome();
    const shared = await share(['--link', 'view', '--title', 'a title', '--', 'sh', '-c', `until [ -e ${stopped} ]; do sleep 0.05; done; touch ${marker}`], { ...at(), home });
    const viewer = run(newHome(), ['join', shared.link, '--raw'], at());
    await shared.process.line(/"joined"/);
    const listed = run(home, ['ls', '--json'], at());
    await listed.ended;
    const [mine] = listed.output().toString().trim().split('\n').map(line => JSON.parse(line));
    assert.deepEqual([mine.session, mine.title, mine.participants, mine.link], [shared.session, 'a title', 1, shared.link]);

    assert.equal(await run(home, ['stop', shared.session], at()).ended, 0);

    assert.equal(await viewer.ended, 0);
    const ended = JSON.parse(await shared.process.line(/"ended"/));
    assert.equal(ended.reason, 'sharerStopped');
    writeFileSync(stopped, '');
    assert.equal(await shared.process.ended, 0);
    assert.ok(existsSync(marker), 'the command went on to its end');
    const again = run(newHome(), ['join', shared.link, '--raw'], at());
    assert.ok([243, 244].includes(await again.ended));
    removeHome(home);
  });
});

describe('going on with a session whose sharing process was killed', () => {
  const script = (text, go) => `stty -opost; printf '${text}'; until [ -e ${go} ]; do sleep 0.05; done`;
  const remembered = home => readdirSync(join(home, 'shares')).map(file => JSON.parse(readFileSync(join(home, 'shares', file), 'utf8')));

  test('it goes on under its link: a recorder gets the old bytes and then the new ones, and who was in stays in', async () => {
    const [never, go] = [join(folder, 'never'), join(folder, 'go-on')];
    const home = newHome();
    const first = await share(['--link', 'view', '--approve', '--', 'sh', '-c', script('old bytes ', never)], { ...at(), home });
    const recorder = run(newHome(), ['join', first.link, '--raw'], at());
    await poll(() => `${recorder.output()}` === 'old bytes ', 'the old bytes', () => `${recorder.output()} ${recorder.errors()}`);
    const [known] = remembered(home);
    assert.deepEqual([known.session, known.process], [first.session, first.process.child.pid]);

    first.process.kill('SIGKILL');
    await first.process.ended;
    const second = run(home, ['share', '--json', '--resume', '--', 'sh', '-c', script('new bytes', go)], at());
    const shared = JSON.parse(await second.line(/"shared"/));
    assert.deepEqual([shared.session, shared.link, shared.resumed], [first.session, first.link, true]);
    await poll(() => `${recorder.output()}` === 'old bytes new bytes', 'the new bytes behind the old ones', () => `${recorder.output()} ${recorder.errors()}`);
    const listed = run(home, ['ls', '--json'], at());
    await listed.ended;
    assert.equal(JSON.parse(listed.output()).participants, 1, 'the recorder never left');
    const viewer = await takePart(first.link);
    await viewer.until(items => items.some(item => item.present?.roster.approves), 'that others are still asked for');
    await viewer.close();

    writeFileSync(go, '');
    assert.equal(await second.ended, 0, second.errors());
    assert.equal(await recorder.ended, 0, recorder.errors());
    assert.equal(`${recorder.output()}`, 'old bytes new bytes');
    assert.deepEqual(remembered(home), []);
    const third = run(home, ['share', '--json', '--resume', first.session, '--', 'true'], at());
    assert.equal(await third.ended, 244);
    assert.match(third.errors(), /has ended.* at \d{4}-\d\d-\d\d.*sessionshare share begins a new one/);
    removeHome(home);
  });

  test('one that lives is taken over only by its name; another person\'s, never', async () => {
    const go = join(folder, 'go-third');
    const home = newHome();
    const first = await share(['--link', 'view', '--', 'sh', '-c', script('first', go)], { ...at(), home });

    const unnamed = run(home, ['share', '--yes', '--resume', '--', 'true'], at());
    assert.equal(await unnamed.ended, 243);
    assert.match(unnamed.errors(), new RegExp(`${first.session} .* is still shared, by process ${first.process.child.pid}; .*--resume ${first.session} takes it over`));
    const stranger = newHome();
    const theirs = run(stranger, ['share', '--yes', '--resume', first.link, '--', 'true'], at());
    assert.equal(await theirs.ended, 243);
    assert.match(theirs.errors(), /is no session of yours/);

    const second = run(home, ['share', '--json', '--resume', first.session, '--', 'sh', '-c', script('second', go)], at());
    await second.line(/"shared"/);
    assert.equal(JSON.parse(await first.process.line(/"ended"/)).reason, 'ownershipLost');
    writeFileSync(go, '');
    assert.equal(await second.ended, 0);
    assert.equal(await first.process.ended, 0);
    removeHome(home);
    removeHome(stranger);
  });

  test('the server of its own ended with the process: it comes back at its address', async () => {
    const home = newHome();
    const first = await share(['--', 'sleep', '600'], { home });
    const { pid } = JSON.parse(readFileSync(join(home, 'server', 'state.json'), 'utf8'));
    first.process.kill('SIGKILL');
    await poll(() => !alive(pid), 'the server stopped', () => `process ${pid}`);

    const second = run(home, ['share', '--json', '--resume', '--', 'true']);
    assert.equal(JSON.parse(await second.line(/"shared"/)).link, first.link);
    assert.equal(await second.ended, 0, second.errors());
    removeHome(home);
  });
});

describe('a kept history', () => {
  const person = async email => {
    const home = newHome();
    assert.equal(await run(home, ['login', '--as', email], at()).ended, 0);
    return home;
  };
  const listed = async home => {
    const ls = run(home, ['ls', '--json'], at());
    assert.equal(await ls.ended, 0, ls.errors());
    return `${ls.output()}`.split('\n').filter(line => line).map(line => JSON.parse(line));
  };
  const recorded = async (home, target) => {
    const recorder = run(home, ['join', target, '--raw', '--from', 'start'], at());
    return [await recorder.ended, `${recorder.output()}`, recorder.errors()];
  };

  test('is read after the end by its owner and who is invited, by nobody else, until it is deleted', async () => {
    const [ana, bob, eve] = [await person('ana@example.com'), await person('bob@example.com'), await person('eve@example.com')];
    const go = join(folder, 'go-kept');
    const shared = await share(
      ['--allow', 'bob@example.com', '--keep', '1h', '--title', 'kept', '--', 'sh', '-c', `stty -opost; printf 'the story'; until [ -e ${go} ]; do sleep 0.05; done; exit 3`],
      { ...at(), home: ana });
    const [theirs] = await listed(bob);
    assert.deepEqual([theirs.kind, theirs.session, theirs.title, theirs.sharer.email, theirs.role], ['sharedWithMe', shared.session, 'kept', 'ana@example.com', 'view']);
    assert.deepEqual(await listed(eve), []);
    writeFileSync(go, '');
    assert.equal(await shared.process.ended, 3);

    const [kept] = await listed(ana);
    assert.deepEqual([kept.kind, kept.session, kept.endReason], ['kept', shared.session, 'sharerExited']);
    assert.ok(Date.parse(kept.keptUntil) - Date.parse(kept.endedAt) >= 3_600_000);
    assert.deepEqual((await recorded(ana, shared.session)).slice(0, 2), [0, 'the story']);
    assert.deepEqual((await recorded(bob, shared.session)).slice(0, 2), [0, 'the story']);
    assert.equal((await recorded(eve, shared.session))[0], 243);

    assert.equal(await run(ana, ['stop', '--all'], at()).ended, 0);
    assert.equal((await listed(ana)).length, 1, 'stop concerns what lives');

    const deleted = run(ana, ['delete', shared.session, '--json'], at());
    assert.equal(await deleted.ended, 0, deleted.errors());
    const { event, session, title, bytes, wasLive } = JSON.parse(deleted.output());
    assert.deepEqual([event, session, title, wasLive, bytes > 0], ['deleted', shared.session, 'kept', false, true]);
    assert.deepEqual(await listed(ana), []);
    assert.deepEqual(await listed(bob), []);
    assert.equal((await recorded(bob, shared.session))[0], 243);
    [ana, bob, eve].forEach(removeHome);
  });

  test('without it who comes too late reads why and when it ended', async () => {
    const home = newHome();
    const shared = await share(['--link', 'view', '--', 'true'], { ...at(), home });
    await shared.process.ended;
    const [code, , errors] = await recorded(home, shared.session);
    assert.equal(code, 244);
    assert.match(errors, /has ended\. The shared command has ended\. That was at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    removeHome(home);
  });

  test('a live session is stopped and deleted at once', async () => {
    const home = newHome();
    const shared = await share(['--keep', '1h', '--link', 'view', '--', 'bash', '-c', 'read -t 300 line'], { ...at(), home });
    const deleted = run(home, ['delete', shared.session, '--yes'], at());
    assert.equal(await deleted.ended, 0, deleted.errors());
    assert.match(`${deleted.output()}`, /It was live, and has ended for everyone/);
    await shared.process.line(/"ended"/);
    assert.deepEqual(await listed(home), []);
    await shared.stop();
    removeHome(home);
  });
});

describe('limits', () => {
  /** A server that has served its first share: on a busy machine that one takes longer than a client waits for an answer. */
  const warmServer = async settings => {
    const started = await startServer({ settings });
    for (let code = 241; code !== 0; ) {
      const home = newHome();
      code = await run(home, ['share', '--yes', '--', 'true'], { server: started.origin }).ended;
      removeHome(home);
      assert.ok([0, 241].includes(code), `the first share ended with ${code}`);
    }
    return started;
  };

  test('one participant too many is told the number and whom to ask, and what is used can be asked', async () => {
    const small = await warmServer(['Session:MaxParticipants=1', 'Support:Text=Ask it@example.com for more.']);
    const home = newHome();
    const shared = await share(['--link', 'view', '--', 'cat'], { server: small.origin, home });
    const one = run(newHome(), ['join', shared.link, '--raw'], { server: small.origin });
    await shared.process.line(/"joined"/);
    const two = run(newHome(), ['join', shared.link, '--raw'], { server: small.origin });
    assert.equal(await two.ended, 245);
    assert.match(two.errors(), /At most 1 beside the sharer; try again when someone has left\. Ask it@example\.com for more\./);

    const asked = run(home, ['usage', '--json'], { server: small.origin });
    assert.equal(await asked.ended, 0, asked.errors());
    const usage = JSON.parse(asked.output());
    assert.deepEqual([usage.sharesStarted, usage.support], [1, 'Ask it@example.com for more.']);
    assert.equal(usage.dayBytesRemaining, usage.dayBytesAllowed - usage.dayBytesUsed);
    await shared.stop();
    assert.equal(await one.ended, 0);
    removeHome(home);
    await small.stop();
  });

  test('a limit that is near is told once, and the end names the number', async () => {
    const small = await warmServer(['Session:MaxBytes=100000']);
    const shared = await share(['--link', 'view', '--cols', '40', '--', 'bash', '-c', 'head -c 85000 /dev/zero; read -t 300 line'], { server: small.origin });
    const near = JSON.parse(await shared.process.line(/"notice"/));
    assert.deepEqual([near.reason, /80 %.*100,000 bytes/.test(near.text)], ['sessionSizeLimit', true]);
    await shared.stop();
    assert.equal(`${shared.process.output()}`.split('\n').filter(line => /"notice"/.test(line)).length, 1);

    const full = await share(['--', 'bash', '-c', 'head -c 150000 /dev/zero; read -t 300 line'], { server: small.origin });
    const ended = JSON.parse(await full.process.line(/"ended"/));
    assert.deepEqual([ended.reason, /100,000 bytes/.test(ended.text)], ['sessionSizeLimit', true]);
    assert.ok(alive(full.process.child.pid), 'the command goes on');
    await full.stop();
    await small.stop();
  });

  test('a session in which nothing happens is announced to end, and ends', async () => {
    const shared = await share(['--idle', 'end:2s', '--link', 'view', '--', 'bash', '-c', 'read -t 300 line'], at());
    assert.equal(JSON.parse(await shared.process.line(/"notice"/)).reason, 'idle');
    assert.equal(JSON.parse(await shared.process.line(/"ended"/)).reason, 'idle');
    await shared.stop();
  });
});

describe('bad input', () => {
  const fails = (name, words, code, text, options = at) =>
    test(name, async () => {
      const home = newHome();
      const failed = run(home, words(), options());
      assert.equal(await failed.ended, code, failed.errors());
      assert.match(failed.errors(), text);
      removeHome(home);
    });

  fails('an unknown link', () => ['join', `${server.origin}/s/0000000000000000000001#k=x`, '--raw'], 243, /no such session, or you have no access/);
  fails('a wrong server address', () => ['share', '--yes', '--', 'true'], 241, /127\.0\.0\.1:9/, () => ({ server: 'http://127.0.0.1:9' }));
  fails('a server address that is none', () => ['share', '--yes', '--server', 'nonsense', '--', 'true'], 240, /nonsense/);
  fails('an option that there is not', () => ['share', '--nonsense'], 240, /--nonsense/);
  fails('a role that there is not', () => ['share', '--allow', 'bob@example.com:owner', '--', 'true'], 240, /owner/);
  fails('what is no link', () => ['join', 'hello'], 240, /hello/);

  test('a forbidden session gets the very sentence of an unknown one, unless the link\'s secret is known', async () => {
    const shared = await share(['--', 'sleep', '600'], at());
    const sentence = async link => {
      const failed = run(newHome(), ['join', link, '--raw'], at());
      assert.equal(await failed.ended, 243);
      return failed.errors();
    };
    const unknown = await sentence(`${server.origin}/s/0000000000000000000001#k=x`);
    assert.equal(await sentence(`${server.origin}/s/${shared.session}`), unknown);
    assert.equal(await sentence(`${server.origin}/s/${shared.session}#k=0000000000000000000001`), unknown);
    assert.match(await sentence(shared.link), /no access to this session/);
    await shared.stop();
  });

  test('a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => taken.on('listening', resolve));
    const home = newHome();
    const failed = run(home, ['serve', '--url', `http://127.0.0.1:${taken.address().port}`]);
    assert.equal(await failed.ended, 125);
    assert.match(failed.errors(), new RegExp(`${taken.address().port}.*in use`));
    taken.close();
    removeHome(home);
  });
});

describe('who I am', () => {
  test('two homes are two people, and a name can be chosen', async () => {
    const [one, other] = [newHome(), newHome()];
    const who = async home => {
      const asked = run(home, ['whoami', '--json'], at());
      assert.equal(await asked.ended, 0, asked.errors());
      return JSON.parse(asked.output()).email;
    };
    assert.notEqual(await who(one), await who(other));
    assert.equal(await run(one, ['login', '--as', 'carol@example.com'], at()).ended, 0);
    assert.equal(await who(one), 'carol@example.com');
    removeHome(one);
    removeHome(other);
  });

  test('the token is not inherited by what is shared', async () => {
    const home = newHome();
    process.env.SESSIONSHARE_TOKEN = 'not-a-token';
    const shared = run(home, ['share', '--yes', '--', 'sh', '-c', 'env | grep -c SESSIONSHARE_TOKEN; true'], {});
    delete process.env.SESSIONSHARE_TOKEN;
    await shared.ended;
    assert.doesNotMatch(shared.output().toString(), /not-a-token|^1/m);
    removeHome(home);
  });
});
