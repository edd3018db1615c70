// Signing in through an OpenID Connect provider, npm's oidc-provider as it is: whole programs, real pages.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser, waitForState, waitForText } from './browser.mjs';
import { newHome, removeHome, run, share } from './cli.mjs';
import { patience } from './expecting.mjs';
import { audience, clientId, confirm, newKey, publicPem, startProvider } from './provider.mjs';
import { startServer } from './server.mjs';

const settingsOf = (provider, ...more) => [
  `SignIn:Authority=${provider.issuer}`,
  `SignIn:ClientId=${clientId}`,
  `SignIn:Audience=${audience}`,
  `SignIn:Resource=${audience}`,
  'SignIn:TeamClaim=team',
  ...more,
];

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

/** `sessionshare login`, with the person at the provider's pages. */
async function login(home, server, name) {
  const begun = run(home, ['login', '--json', '--server', server.origin]);
  const { urlWithCode } = JSON.parse(await begun.line(/"confirm"/, 'a page to confirm at'));
  const page = await browser.page();
  await confirm(page, urlWithCode, name);
  const ended = await begun.ended;
  await page.context().close();
  return { code: ended, output: begun.output().toString(), errors: begun.errors() };
}

const saved = home => Object.values(JSON.parse(readFileSync(join(home, 'identity.json'), 'utf8')).signIns)[0];
const lastLine = text => JSON.parse(text.trim().split('\n').at(-1));

describe('bearer tokens', () => {
  let provider, server;
  before(async () => {
    provider = await startProvider();
    server = await startServer({ settings: settingsOf(provider) });
  });
  after(async () => {
    await server?.stop();
    await provider?.stop();
  });

  const ask = token => fetch(`${server.origin}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  const refused = async (token, reason) => {
    const answer = await ask(token);
    assert.equal(answer.headers.get('sessionshare-reason'), reason);
    assert.equal(answer.status, 401);
    return (await answer.json()).text;
  };
  const now = () => Math.floor(Date.now() / 1000);

  test('a token of the provider says who asks', async () => {
    const answer = await ask(provider.token());
    assert.deepEqual(await answer.json(), { user: `${provider.issuer}#ada`, name: 'ada of the team', email: 'ada@example.com', team: 'blue' });
  });

  test('the server says where to sign in', async () => {
    const about = await (await fetch(`${server.origin}/api/about`)).json();
    assert.equal(about.signIn, 'oidc');
    assert.deepEqual(about.provider, { authority: provider.issuer, clientId, scopes: 'openid profile email offline_access', resource: audience, bearer: 'accessToken' });
  });

  test('what is wrong with a token is said', async () => {
    await refused(provider.token({ exp: now() - 60 }), 'tokenExpired');
    await refused(provider.token({ nbf: now() + 60 }), 'tokenNotYetValid');
    await refused(provider.token({ aud: 'https://another.example' }), 'tokenInvalid');
    await refused(provider.token({ iss: 'http://127.0.0.1:1' }), 'tokenInvalid');
    await refused(provider.token({ exp: undefined }), 'tokenInvalid');
    assert.match(await refused(provider.token({ email_verified: false }), 'tokenInvalid'), /not verified/);
    assert.match(await refused(provider.token({ email_verified: undefined }), 'tokenInvalid'), /not verified/);
    assert.match(await refused(provider.token({ email: undefined }), 'tokenInvalid'), /no e-mail address/);
  });

  test('clocks may differ by half a minute', async () => {
    assert.equal((await ask(provider.token({ exp: now() - 20 }))).status, 200);
    assert.equal((await ask(provider.token({ nbf: now() + 20 }))).status, 200);
  });

  test('nothing but a key of the provider signs', async () => {
    await refused(provider.token({ header: { alg: 'none' } }), 'tokenInvalid');
    await refused(provider.token({ by: newKey('first') }), 'tokenInvalid');
    for (const secret of [publicPem(provider.key), publicPem(provider.key).trim(), JSON.stringify(provider.key), provider.key.n])
      await refused(provider.token({ header: { alg: 'HS256' }, by: secret }), 'tokenInvalid');
    await refused(provider.token({ by: newKey('unknown'), header: { kid: 'unknown' } }), 'tokenInvalid');
    await refused('garbage', 'tokenInvalid');
  });

  test('the local sign-in is off', async () => {
    const answer = await fetch(`${server.origin}/api/sign-in/challenge`);
    assert.equal(answer.status, 401);
    assert.match((await answer.json()).text, /provider/);
  });

  test('a key that the provider signs with from now on counts, and the one before no longer', async () => {
    const before = provider.token();
    assert.equal((await ask(before)).status, 200);
    provider.rotate(newKey('second'));
    const token = provider.token();
    // Asked for again at most every few seconds.
    await until(async () => assert.equal((await ask(token)).status, 200));
    await refused(before, 'tokenInvalid');
  });
});

describe('the command line', () => {
  let provider, server, home;
  before(async () => {
    provider = await startProvider({ lifetime: 20 });
    server = await startServer({ settings: settingsOf(provider) });
    home = newHome();
  });
  after(async () => {
    await server?.stop();
    await provider?.stop();
    removeHome(home);
  });

  test('without a sign-in it says how to get one', async () => {
    const asked = run(home, ['whoami', '--server', server.origin]);
    assert.equal(await asked.ended, 242);
    assert.match(asked.errors(), /sessionshare login --server/);
  });

  test('login says page and code, and who one is', async () => {
    const { code, output, errors } = await login(home, server, 'ada');

    assert.equal(code, 0, errors);
    assert.match(errors, /confirm the code \w{4}-\w{4}/);
    const account = lastLine(output);
    assert.equal(account.email, 'ada@example.com');
    assert.equal(account.issuer, provider.issuer);
    assert.equal(statSync(join(home, 'identity.json')).mode & 0o777, 0o600);
    assert.doesNotMatch(output + errors + server.log(), /eyJ/);
  });

  test('the sign-in is renewed, and one process at a time does it', async () => {
    const { token } = saved(home);
    endToken(home);
    const asked = Array.from({ length: 3 }, () => run(home, ['whoami', '--json', '--server', server.origin]));
    for (const one of asked) assert.equal(await one.ended, 0, one.errors());

    assert.notEqual(saved(home).token, token);
    assert.equal(lastLine(asked[0].output().toString()).email, 'ada@example.com');
  });

  test('a token that ends while sharing is renewed, and nothing is lost', async () => {
    const renewed = join(home, 'renewed');
    const ticking = `i=0; while [ ! -e ${renewed} ]; do echo tick $((i+=1)); sleep 0.05; done; echo tick $((i+=1)); echo end of $i`;
    const shared = run(home, ['share', '--json', '--yes', '--link', 'view', '--server', server.origin, '--', 'bash', '-c', ticking]);
    const { link } = JSON.parse(await shared.line(/"shared"/, 'the link'));
    const viewer = newHome();
    const raw = run(viewer, ['join', '--raw', link]);
    await shared.line(/"reconnecting".*expired/, 'the end of the first sign-in');
    await shared.line(/"reconnected"/);
    writeFileSync(renewed, '');

    assert.equal(await shared.ended, 0, shared.errors());
    assert.equal(await raw.ended, 0, raw.errors());
    const seen = raw.output().toString();
    const ticks = seen.match(/tick \d+/g).map(tick => Number(tick.slice(5)));
    assert.deepEqual(ticks, Array.from({ length: Number(/end of (\d+)/.exec(seen)[1]) }, (_, i) => i + 1));
    removeHome(viewer);
  });

  test('somebody without a verified address is not let in', async () => {
    const other = newHome();
    const { code, errors } = await login(other, server, 'mallory');
    assert.equal(code, 242);
    assert.match(errors, /not verified/);
    removeHome(other);
  });

  test('the token of the environment comes first', async () => {
    process.env.SESSIONSHARE_TOKEN = provider.token({ sub: 'eve', email: 'eve@example.com' });
    const asked = run(home, ['whoami', '--json', '--server', server.origin]);
    delete process.env.SESSIONSHARE_TOKEN;
    assert.equal(await asked.ended, 0, asked.errors());
    assert.equal(lastLine(asked.output().toString()).email, 'eve@example.com');
  });

  test('logout ends it, also at the provider', async () => {
    const { refreshToken } = saved(home).provider;
    const left = run(home, ['logout', '--server', server.origin]);
    assert.equal(await left.ended, 0);
    assert.equal(left.errors(), '');
    const renewed = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId }),
    });
    assert.equal((await renewed.json()).error, 'invalid_grant');
    assert.equal(await run(home, ['whoami', '--server', server.origin]).ended, 242);
  });
});

describe('a browser', () => {
  let provider, server, home;
  before(async () => {
    provider = await startProvider({ redirect: 'http://127.0.0.1/api/sign-in/oidc/callback' });
    server = await startServer({ settings: settingsOf(provider) });
    home = newHome();
    assert.equal((await login(home, server, 'ada')).code, 0);
  });
  after(async () => {
    await server?.stop();
    await provider?.stop();
    removeHome(home);
  });

  /** The page's own link, then the provider's pages. */
  const signIn = async (page, name) => {
    await page.getByRole('link', { name: 'Sign in' }).click();
    await confirm(page, null, name);
  };

  test('a person who opens a link signs in at the provider and is back in the session, with the link\'s secret', async () => {
    const shared = await share(['--allow', 'bob@example.com', '--link', 'view', '--', 'bash', '-c', 'echo for signed-in people; sleep 600'], { home, server: server.origin });
    const page = await browser.page();
    const addresses = [];
    page.on('request', request => addresses.push(request.url()));
    await page.goto(shared.link);
    await signIn(page, 'bob');

    await waitForText(page, 'for signed-in people');
    assert.equal(page.url(), shared.link);
    const me = await page.evaluate(async () => (await fetch('/api/me')).json());
    assert.deepEqual(me, { user: `${provider.issuer}#bob`, name: 'bob of the team', email: 'bob@example.com', team: 'blue' });
    const cookie = (await page.context().cookies(server.origin)).find(one => one.name.startsWith('sessionshare-'));
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Strict']);
    const secret = new URL(shared.link).hash.slice(3);
    for (const address of addresses) assert.doesNotMatch(address.replace(shared.link, ''), new RegExp(`eyJ|${secret}`));
    assert.doesNotMatch(server.log(), new RegExp(`eyJ|${secret}`));

    await page.evaluate(() => fetch('/api/sign-out', { method: 'POST' }));
    assert.equal(await page.evaluate(async () => (await fetch('/api/me')).status), 401);
    await page.context().close();
    await shared.stop();
  });

  test('somebody without a verified address is told so', async () => {
    const page = await browser.page();
    await page.goto(`${server.origin}/api/sign-in/oidc`);
    await confirm(page, null, 'mallory');
    await waitForState(page, 'signInRefused');
    assert.match(await page.locator('body').innerText(), /no verified e-mail address/);
    assert.equal(await page.evaluate(async () => (await fetch('/api/me')).status), 401);
    await page.context().close();
  });

  test('a browser is sent to no page but one of ours', async () => {
    for (const asked of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const page = await browser.page();
      await page.goto(`${server.origin}/api/sign-in/oidc?return=${encodeURIComponent(asked)}`);
      await confirm(page, null, 'bob');
      await page.waitForURL(`${server.origin}/`);
      await page.context().close();
    }
  });

  test('a code that no browser asked for signs nobody in', async () => {
    const forged = await fetch(`${server.origin}/api/sign-in/oidc/callback?code=x&state=y`, { redirect: 'manual' });
    assert.match(forged.headers.get('location'), /^\/signin#refused=/);
    assert.doesNotMatch(forged.headers.get('set-cookie') ?? '', /sessionshare-/);
  });
});

describe('as the operations document has it', () => {
  test('its provider and its settings sign a person in, with an ID token, and renew that', async t => {
    const [gatewayPort, providerPort] = await Promise.all([freePort(), freePort()]);
    const document = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8').replaceAll('8080', gatewayPort).replaceAll('9000', providerPort);
    const script = new URL('operations-provider.mjs', import.meta.url);
    writeFileSync(script, /```\n(import Provider[^]*?)```/.exec(document)[1]);
    const provider = spawn(process.execPath, [fileURLToPath(script)], { stdio: 'ignore' });
    const [, url, settings] = /`sessionshare serve --url (\S+) ((?:--set [^\s`]+ ?)+)`/.exec(document);
    const server = await startServer({ url, settings: settings.split('--set ').map(set => set.trim()).filter(Boolean) });
    const home = newHome();
    t.after(async () => {
      provider.kill('SIGKILL');
      await server.stop();
      rmSync(script);
      removeHome(home);
    });
    await until(() => fetch(`http://127.0.0.1:${providerPort}/jwks`));

    const { code, output, errors } = await login(home, server, 'ada');
    assert.equal(code, 0, errors);
    const { email, team, renewed } = lastLine(output);
    assert.deepEqual([email, team, renewed], ['ada@example.com', 'blue', true]);
    const { token } = saved(home);
    // One that is issued within the same second is the same.
    const { iat } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
    await until(() => assert.ok(Date.now() / 1000 >= iat + 1));
    endToken(home);
    assert.equal(await run(home, ['whoami', '--server', server.origin]).ended, 0);
    assert.notEqual(saved(home).token, token);
  });
});

describe('as the README has it', () => {
  test('its lines for an organization serve, sign a person in, and share with the team', async t => {
    const [gatewayPort, providerPort] = await Promise.all([freePort(), freePort()]);
    const origin = `http://127.0.0.1:${gatewayPort}`;
    // On one machine, without TLS and names of its own.
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
      .replaceAll('https://share.example.com', origin).replaceAll('https://login.example.com', `http://127.0.0.1:${providerPort}`).replaceAll('127.0.0.1:8080', `127.0.0.1:${gatewayPort}`);
    const lines = /```\n(\.\/sessionshare serve[^`]*SignIn:[^]*?)```/.exec(readme)[1].replaceAll('\\\n', ' ').trim().split('\n').map(line => line.replace(/ +# .*/, '').split(/ +/).slice(1));
    const provider = await startProvider({ port: providerPort });
    const [home, servers] = [newHome(), newHome()];
    const server = run(servers, lines[0]);
    t.after(async () => {
      server.kill('SIGTERM');
      await server.ended;
      await provider.stop();
      [home, servers].forEach(removeHome);
    });
    await until(async () => assert.ok((await fetch(`${origin}/health/ready`)).ok));

    const begun = run(home, [...lines[1], '--json']);
    const { urlWithCode } = JSON.parse(await begun.line(/"confirm"/, 'a page to confirm at'));
    const page = await browser.page();
    await confirm(page, urlWithCode, 'ada');
    assert.equal(await begun.ended, 0, begun.errors());
    await page.context().close();

    const shared = run(home, [...lines[2], '--yes', '--json', '--', 'cat'], { input: 'pipe' });
    const { link } = JSON.parse(await shared.line(/"shared"/, 'the link'));
    assert.ok(link.startsWith(`${origin}/s/`));
    const rules = run(home, ['access', 'show', '--session', link, '--json']);
    assert.equal(await rules.ended, 0, rules.errors());
    const { team, allow } = JSON.parse(rules.output());
    assert.deepEqual([team.name, team.role, allow[0].email, allow[0].role], ['blue', 'view', 'bob@example.com', 'edit']);
    shared.kill('SIGTERM');
    await shared.ended;
  });
});

/** A port that nobody listens on just now. */
const freePort = () =>
  new Promise(free => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address();
      taken.close(() => free(port));
    });
  });

async function until(works, within = patience) {
  for (const limit = Date.now() + within; ; ) {
    try {
      return await works();
    } catch (fault) {
      if (Date.now() > limit) throw fault;
      await new Promise(later => setTimeout(later, 50));
    }
  }
}

/** The token's end is what the home knows of it. */
function endToken(home) {
  const file = join(home, 'identity.json');
  const identity = JSON.parse(readFileSync(file, 'utf8'));
  for (const signIn of Object.values(identity.signIns)) signIn.expiresAt = new Date(0).toISOString();
  writeFileSync(file, JSON.stringify(identity));
}
