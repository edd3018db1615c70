import { ConnectionLost } from './connection';
import type { Access, AccessChange, Me, Refusal } from './messages';

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
  return refusalOf(await post('/api/sign-in/browser', { code }));
}

/** POST /api/sign-out: this browser is nobody's any more. */
export async function signOut(): Promise<Refusal | null> {
  return refusalOf(await post('/api/sign-out', {}));
}

/** What was asked for, or why not. */
export type Told<T> = { told: T } | { refused: Refusal };

/** GET api/sessions/{session}/access: the rules, for the sharer and who manages. */
export const readAccess = async (session: string): Promise<Told<Access>> => toldBy(await call(`/api/sessions/${session}/access`));

/** POST api/sessions/{session}/access: one change, then the rules. */
export const changeAccess = async (session: string, change: AccessChange): Promise<Told<Access>> =>
  toldBy(await post(`/api/sessions/${session}/access`, change));

/** POST api/sessions/{session}/stop. */
export const stopSession = async (session: string): Promise<Refusal | null> => refusalOf(await post(`/api/sessions/${session}/stop`, {}));

/** GET /api/about: `oidc` where the server's people sign in at a provider, else `local`; null where the server does not answer. */
export async function askHowToSignIn(): Promise<string | null> {
  try {
    return (await bodyOf<{ signIn: string }>(await call('/api/about'))).signIn;
  } catch (error) {
    if (error instanceof ConnectionLost) return null;
    throw error;
  }
}

const refusalOf = async (answer: Response) => (answer.ok ? null : bodyOf<Refusal>(answer));

const toldBy = async <T>(answer: Response): Promise<Told<T>> =>
  answer.ok ? { told: await bodyOf<T>(answer) } : { refused: await bodyOf<Refusal>(answer) };

const post = (path: string, body: unknown) =>
  call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

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
