import { foremost, type Group } from '../../session/people';
import { make, makeButton } from '../element';
import { hueOf, initialsOf, roleVerb, standingText } from './person';

const room = 8; // avatars; the others are in the list of people

/** Who is here, as a row of initials; name and role show on hover and focus, and are always read out. Choosing one opens the people, later also goes to where they point. */
export class Avatars {
  readonly #list: HTMLElement;
  readonly #choose: (group: Group) => void;
  #shown = '';

  constructor(list: HTMLElement, choose: (group: Group) => void) {
    this.#list = list;
    this.#choose = choose;
  }

  show(people: Group[]) {
    const state = JSON.stringify(people);
    if (state === this.#shown) return; // hearing it twice must not take the focus away
    this.#shown = state;
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-person]')?.dataset.person;
    const { shown, others } = foremost(people, room);
    this.#list.replaceChildren(...shown.map(group => this.#avatar(group)));
    if (others > 0) this.#list.append(make('li', 'avatar', makeButton('avatar-button others', `+${others}`, () => this.#choose(people[0]!))));
    if (focused !== undefined) this.#list.querySelector<HTMLElement>(`[data-person="${CSS.escape(focused)}"] button`)?.focus();
  }

  #avatar(group: Group): HTMLElement {
    const label = make('span', 'label', make('strong', '', group.person.name), ` ${standingText(group)}${group.request ? ` · asks to ${roleVerb[group.request.role]}` : ''}`);
    const button = makeButton('avatar-button', [face(group), label], () => this.#choose(group));
    const item = make('li', group.isSharer ? 'avatar sharer' : 'avatar', button);
    item.dataset.person = group.key;
    item.dataset.participant = group.isSharer ? 'sharer' : group.participants[0]!.id;
    item.dataset.role = group.role;
    if (group.away) item.dataset.away = '';
    if (group.isYou) item.dataset.you = '';
    if (group.guest) item.dataset.guest = '';
    return item;
  }
}

/** A person's initials in the person's colour. */
export function face({ key, person, devices, request }: Group): HTMLElement {
  const element = make('span', 'face', initialsOf(person.name), devices > 1 ? make('span', 'devices', String(devices)) : null, request ? make('span', 'asks', '!') : null);
  element.setAttribute('aria-hidden', 'true');
  element.style.setProperty('--hue', String(hueOf(key)));
  return element;
}
