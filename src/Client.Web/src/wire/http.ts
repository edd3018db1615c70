import { ConnectionLost } from './connection';
import type { Me, Refusal } from './messages';

/** Who the server takes this browser for. */
export type Introduction = { me: Me } | { guest: true } | { refused: Refusal };

/** GET /api/me: by the sign-in cookie. */
export async function askWhoIAm(): Promise<Introduction> {
  const answer = await call('/api/me');
  if (answer.status === 401) return { guest: true };
  return answer.ok ? { me: await bodyOf<Me>(answer) } : { refused: await bodyOf<Refusal>(answer) };
}

/** POST /api/sign-in/browser: the one-time code becomes a cookie. */
export async function signInBrowser(code: string): Promise<Refusal | null> {
  const answer = await call('/api/sign-in/browser', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return answer.ok ? null : bodyOf<Refusal>(answer);
}

/** GET /api/about: `oidc` where the server's people sign in at a provider, else `local`; null where the server does not answer. */
export async function askHowToSignIn(): Promise<string | null> {
  try {
    return (await bodyOf<{ signIn: string }>(await call('/api/about'))).signIn;
  } catch (error) {
    if (error instanceof ConnectionLost) return null;
    throw error;
  }
}

async function call(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new ConnectionLost();
  }
}

// Something between this page and the gateway may answer in its stead, and not in JSON.
async function bodyOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch {
    throw new ConnectionLost();
  }
}
