/** Where a session is watched: /s/{session}#k={secret}&block={number}. Browsers never send the fragment. */
export type SessionLink = { session: string; secret: string | null; block: number | null };

const id = /^[0-9A-Za-z]{22}$/;

/** Reads the page's own address; null when it names no session. */
export function readSessionLink(address: URL): SessionLink | null {
  const session = /^\/s\/([^/]+)\/?$/.exec(address.pathname)?.[1];
  if (!session || !id.test(session)) return null;
  const fragment = new URLSearchParams(address.hash.slice(1));
  return { session, secret: fragment.get('k'), block: blockOf(fragment.get('block')) };
}

/** The address of a session, or of one of its blocks. */
export function addressOf({ session, secret, block }: SessionLink, origin: string): string {
  const fragment = [secret ? `k=${secret}` : null, block === null ? null : `block=${block}`].filter(part => part !== null).join('&');
  return `${origin}/s/${session}${fragment ? `#${fragment}` : ''}`;
}

const blockOf = (text: string | null) => (text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

/** What `sessionshare open` put behind /signin#: a one-time code, and where to go then. */
export type SignInLink = { code: string; to: string | null };

export function readSignInLink(address: URL): SignInLink | null {
  const fragment = new URLSearchParams(address.hash.slice(1));
  const code = fragment.get('code');
  return code ? { code, to: pathOfThisSite(fragment.get('to'), address.origin) } : null;
}

/** Why the server sent this browser to /signin#: the reason's name as the server has it; null: it did not. */
export const readSignInRefusal = (address: URL): string | null => new URLSearchParams(address.hash.slice(1)).get('refused');

/** The path, query and fragment of `to`, if it is a path of this site; else null: no page of another site is gone to. */
export function pathOfThisSite(to: string | null, origin: string): string | null {
  if (!to?.startsWith('/')) return null;
  const target = URL.canParse(to, origin) ? new URL(to, origin) : null;
  return target?.origin === origin ? target.pathname + target.search + target.hash : null;
}
