import type { Participant, Person, Roster } from '../wire/messages';
import { make } from './element';
import { hueOf, initialsOf, roleText } from './person';

/** Who is here, as a row of initials; name and role show on hover and focus, and are always read out. */
export class RosterView {
  readonly #list: HTMLElement;
  #shown = '';

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(roster: Roster, you: string | null) {
    const state = JSON.stringify([roster, you]);
    if (state === this.#shown) return; // hearing it twice must not take the focus away
    this.#shown = state;
    this.#list.replaceChildren(sharerAvatar(roster), ...roster.participants.map(participant => participantAvatar(participant, you)));
  }
}

function sharerAvatar({ sharer, sharerState }: Roster): HTMLElement {
  const away = sharerState === 'reconnecting';
  const item = avatar(sharer, sharer.email ?? sharer.name, away ? 'shares this terminal, reconnecting' : 'shares this terminal');
  item.dataset.participant = 'sharer';
  item.classList.add('sharer');
  if (away) item.dataset.away = '';
  return item;
}

function participantAvatar({ id, person, role, away, guest }: Participant, you: string | null): HTMLElement {
  const parts = [id === you ? 'you' : null, guest ? 'guest' : null, roleText[role], away ? 'away' : null];
  const item = avatar(person, id, parts.filter(part => part !== null).join(', '));
  item.dataset.participant = id;
  item.dataset.role = role;
  if (away) item.dataset.away = '';
  if (id === you) item.dataset.you = '';
  return item;
}

function avatar(person: Person, id: string, what: string): HTMLElement {
  const face = make('span', 'face', initialsOf(person.name));
  face.setAttribute('aria-hidden', 'true');
  const label = make('span', 'label', make('strong', '', person.name), ` ${what}`);
  const item = make('li', 'avatar', face, label);
  item.tabIndex = 0;
  item.style.setProperty('--hue', String(hueOf(id)));
  return item;
}
