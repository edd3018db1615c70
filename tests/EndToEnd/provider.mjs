// npm's oidc-provider as it is: an OpenID Connect provider on a free loopback port, at which any name signs in with any password.
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export const audience = 'https://sessionshare.example';
export const clientId = 'sessionshare';

/** A signing key, named `kid`. */
export function newKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

const claimsOf = (login, verified) => ({ sub: login, email: `${login}@example.com`, email_verified: verified(login), name: `${login} of the team`, team: 'blue' });

/**
 * @param lifetime seconds of access and ID tokens
 * @param port 0: a free one
 * @param redirect where browsers come back to
 */
export async function startProvider({ port = 0, lifetime = 600, redirect = 'https://unused.example/', verified = login => login !== 'mallory' } = {}) {
  const server = createServer((request, answer) => {
    requests.push(`${request.method} ${request.url.split('?')[0]}`);
    current(request, answer);
  });
  const requests = [];
  await new Promise(listening => server.listen(port, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  const configuration = key => ({
    jwks: { keys: [key] },
    cookies: { keys: ['of the tests'] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'authorization_code', 'refresh_token'],
        redirect_uris: [redirect],
        application_type: 'native',
      },
    ],
    findAccount: (_, login) => ({ accountId: login, claims: () => claimsOf(login, verified) }),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'team'] },
    conformIdTokenClaims: false, // So that ID tokens carry them.
    extraTokenClaims: (_, token) => claimsOf(token.accountId, verified),
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: lifetime, jwt: { sign: { alg: 'RS256' } } }),
      },
    },
    pkce: { required: () => true },
    ttl: { IdToken: lifetime, AccessToken: lifetime, DeviceCode: 300, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 600 },
  });

  let key, current;
  const provider = {
    issuer,
    requests,
    get key() {
      return key;
    },
    /** Signs with another key from now on; what was signed in stays so. */
    rotate(to) {
      key = to;
      current = new Provider(issuer, configuration(key)).callback();
    },
    stop: () => new Promise(closed => (server.close(closed), server.closeAllConnections())),

    /** A token as the provider would sign it for the server, but for what is changed. */
    token: ({ header = {}, by = key, ...claims } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const unsigned = [{ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header }, { iss: issuer, aud: audience, iat: now, exp: now + 600, ...claimsOf('ada', () => true), ...claims }]
        .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${unsigned}.${signed(unsigned, header.alg ?? 'RS256', by)}`;
    },
  };
  provider.rotate(newKey('first'));
  return provider;
}

function signed(text, algorithm, by) {
  if (algorithm === 'none') return '';
  if (algorithm === 'HS256') return createHmac('sha256', by).update(text).digest('base64url');
  return sign('sha256', Buffer.from(text), createPrivateKey({ key: by, format: 'jwk' })).toString('base64url');
}

/** A key's public half as people keep it, in a file. */
export const publicPem = key => createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });

/** What a person does at the provider's pages, at `url` or where the page is: types the code if it asks for one, confirms, signs in, consents. */
export async function confirm(page, url, login) {
  if (url) await page.goto(url);
  const [code, name, go] = [page.locator('button[autofocus], button[form="op.deviceInputForm"]'), page.locator('input[name=login]'), page.locator('button.login-submit, button[type=submit]')];
  await code.or(name).first().waitFor();
  if (await code.isVisible()) await code.click();
  await name.fill(login);
  await page.locator('input[name=password]').fill('any');
  await go.first().click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await go.first().click();
}
