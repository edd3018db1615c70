import { ConnectionLost } from '../wire/connection';
import { signInBrowser } from '../wire/http';
import type { SignInLink } from '../wire/link';
import type { Refusal } from '../wire/messages';
import { showCard } from './card';
import { make } from './element';

/** The page at /signin: trades the one-time code for the sign-in cookie, then goes where `sessionshare open` said. */
export async function signIn(link: SignInLink | null, refusal: string | null) {
  document.body.dataset.state = 'signingIn';
  document.title = 'Sign in · SessionShare';
  history.replaceState(null, '', '/signin'); // the code need not stay in the address bar and the history
  if (refusal) return tellRefused(refusal);
  if (!link) return tell('Nothing to sign in with', 'This address carries no code.', 'signInRefused');

  say('Signing in…', 'One moment.');
  const refused = await trade(link.code);
  if (refused) return tell('Not signed in', refused.text, 'signInRefused');
  if (link.to) return location.replace(link.to);

  document.body.dataset.state = 'signedIn';
  say('Signed in', 'This browser is signed in. You may close this page.');
}

async function trade(code: string): Promise<Refusal | null> {
  try {
    return await signInBrowser(code);
  } catch (error) {
    if (error instanceof ConnectionLost) return { reason: 'serverUnreachable', text: 'The server could not be reached.' };
    throw error;
  }
}

/** The provider's pages lead back here where they came to nothing. The texts are ours: anybody can write an address. */
function tellRefused(reason: string) {
  const texts: Record<string, string> = {
    TokenInvalid: 'The sign-in provider names no verified e-mail address of yours.',
    ProviderUnreachable: 'The server can’t reach the sign-in provider just now.',
  };
  document.body.dataset.state = 'signInRefused';
  const again = make('a', 'action', 'Try again');
  again.href = '/api/sign-in/oidc';
  const text = make('p', '', texts[reason] ?? 'The sign-in was declined or took too long.');
  showCard(make('h2', '', 'Not signed in'), text, again).setAttribute('role', 'alert');
}

function tell(headline: string, text: string, state: string) {
  document.body.dataset.state = state;
  const hint = make('p', 'hint', 'A code works once, for a minute. For a new one, in a terminal: ', make('code', '', 'sessionshare open LINK'));
  showCard(make('h2', '', headline), make('p', '', text), hint).setAttribute('role', 'alert');
}

function say(headline: string, text: string) {
  showCard(make('h2', '', headline), make('p', '', text)).setAttribute('role', 'status');
}
