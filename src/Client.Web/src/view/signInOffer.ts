import { askHowToSignIn } from '../wire/http';
import { keepFragment } from '../wire/keptFragment';
import { make } from './element';

/** How to sign in, where that may help: a link to the server's provider, or else the command that signs this browser in. */
export function signInOffer(otherwise: (Node | string)[]): HTMLElement {
  const offer = make('p', 'hint', ...otherwise);
  void askHowToSignIn().then(how => {
    if (how === 'oidc') offer.replaceChildren(signInLink());
  });
  return offer;
}

function signInLink(): HTMLAnchorElement {
  const link = make('a', 'action', 'Sign in');
  link.href = `/api/sign-in/oidc?return=${encodeURIComponent(location.pathname)}`;
  // The provider's pages, and no server, ever see the link's secret: it waits in this tab.
  link.addEventListener('click', () => keepFragment(new URL(location.href)));
  return link;
}
