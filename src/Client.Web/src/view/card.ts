import { byId, make } from './element';

/** Puts one card in the middle of the page, in front of the terminal. */
export function showCard(...content: (HTMLElement | null)[]): HTMLElement {
  const card = make('section', 'card', ...content);
  const place = byId('card-place');
  place.replaceChildren(card);
  place.hidden = false;
  return card;
}

export function hideCard() {
  byId('card-place').hidden = true;
}
