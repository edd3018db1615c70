// Secrets that a shared terminal shows stay with the sharer: a recorder and the list of blocks never see them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeTerminals, newHome, removeHome, run, share, terminal } from './cli.mjs';
import { takePart } from './hub.mjs';
import { startServer } from './server.mjs';

// In pieces, so that nobody who looks for secrets in the repository finds one.
const token = ['q7Rk2LmXv9Tz', 'Bn4WcYp8HsJd', 'F3gUa6Ei1KoM'].join('');
const secrets = [token, ['hunter2', 'zebra'].join('-'), ['opal', 'river', '77'].join('_')];

let server, home, other;
before(async () => {
  server = await startServer();
  [home, other] = [newHome(), newHome()];
});
after(async () => {
  closeTerminals();
  await server?.stop();
  [home, other].forEach(removeHome);
});

const link = shell => shell.until(screen => screen.match(/http:\/\/[\d.:]+\/s\/\w{22}#k=\w{22}/)?.[0], 'a link');

describe('secrets', () => {
  test('stand in the terminal of the sharer, and nowhere else', async () => {
    const shell = terminal('redacted', home, ['share', '--yes', '--link', 'view', '--redact-env', 'MY_GEM'], { server: server.origin, columns: 150, rows: 40 });
    const url = await link(shell);
    await shell.until(screen => /[$#]\s*$/.test(screen), 'a prompt');
    const command = async (line, shown) => {
      shell.type(line);
      shell.keys('Enter');
      await shell.until(screen => shown.test(screen), String(shown));
    };
    await command(`export DB_PASSWORD=${secrets[1]}; echo is-$((1 + 1))`, /is-2/);
    const viewer = await takePart(url);
    assert.match((await viewer.blocks())[0].command, /^export DB_PASSWORD=\*{13,} echo is-/);
    await viewer.close();
    await command(`printf '\\033[32mgh''p_\\033[1m%s\\033[0m\\n' ${token.slice(0, 20)}""${token.slice(20)}`, new RegExp(`p_${token}`));
    await command(`printf '\\033]0;psql postgres://app:%s@db/app\\007'; echo is-$((2 + 2))`.replace('%s', secrets[1]), /is-4/);
    await shell.titled(/secrets hidden/);
    await command('exit', /ended with 0/);
    assert.match(shell.screen(), new RegExp(`DB_PASSWORD=${secrets[1]}`), 'the terminal of the sharer shows the truth');
    assert.match(shell.screen(), /\d+ secrets were hidden from others\./);
    shell.close();
  });

  test('never reach a recorder nor the list of blocks; with --redact off they do', async () => {
    // The pieces come from the environment, under names that tell nothing: a command line that holds a bare piece can't be known to.
    Object.assign(process.env, { MY_GEM: secrets[2], PIECE_ONE: token, PIECE_TWO: secrets[1] });
    const script = `printf 'gh''p_%s\\n' "$PIECE_ONE"; printf 'pass''word='; sleep 0.1; printf '%s\\n' "$PIECE_TWO"; printf 'with %s\\n' "$MY_GEM"; cat`;
    for (const redact of ['on', 'off']) {
      const session = await share(['--link', 'view', '--redact', redact, '--redact-env', 'MY_GEM', '--', 'bash', '-c', script], { server: server.origin });
      try {
        const recorder = run(other, ['join', '--raw', session.link]);
        await recorder.line(/with /);
        const viewer = await takePart(session.link);
        const seen = recorder.output().toString() + JSON.stringify(await viewer.blocks()) + JSON.stringify(viewer.items);
        await viewer.close();
        for (const secret of secrets) assert.equal(seen.includes(secret), redact === 'off', `${secret} with --redact ${redact}`);
        if (redact === 'on') assert.match(recorder.output().toString(), /ghp_\*{36}\r\npassword=\*{13}\r\nwith \*{13}\r\n/);
        else assert.match(session.process.errors(), /Redaction is off/);
      } finally {
        await session.stop();
      }
    }
  });
});
