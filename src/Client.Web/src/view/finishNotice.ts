import { hideCard, showCard } from './card';
import { byId, make } from './element';
import type { FinishText } from './finishText';
import { signInOffer } from './signInOffer';

/** Tells that the visit is over: beside the terminal where there is something to read in it, else in front of it. */
export function showFinish(finish: FinishText, again: () => void, { besideTerminal }: { besideTerminal: boolean }) {
  const content = [
    make('h2', '', finish.headline),
    make('p', '', finish.text),
    finish.hint === null ? null : make('p', 'hint', finish.hint),
    finish.signIn ? signInHint() : null,
    finish.again === null ? null : againButton(finish.again, again),
  ];
  if (besideTerminal) {
    const banner = byId('banner');
    banner.replaceChildren(...content.filter(part => part !== null));
    banner.hidden = false;
  } else {
    showCard(...content).setAttribute('role', 'alert');
  }
}

/** A fault of the viewer's own. */
export function showFault() {
  document.body.dataset.state = 'fault';
  const fault = { headline: 'This page failed', text: 'Something went wrong in the viewer itself.', hint: null, signIn: false, again: 'Reload' };
  showFinish(fault, () => location.reload(), { besideTerminal: false });
}

export function hideFinish() {
  byId('banner').hidden = true;
  hideCard();
}

function signInHint(): HTMLElement {
  const command = make('code', '', `sessionshare open ${location.origin}${location.pathname}${location.hash}`);
  return signInOffer(['The session may need you to be signed in. This, in a terminal, signs this browser in: ', command]);
}

function againButton(text: string, again: () => void): HTMLElement {
  const button = make('button', 'action', text);
  button.type = 'button';
  button.addEventListener('click', () => {
    hideFinish();
    again();
  });
  return button;
}
