import { foremost, type Group } from '../../session/people';
import { make, makeButton } from '../element';
import type { Whereabouts } from '../presence/whereabouts';
import { colourOf, initialsOf, roleVerb, standingText } from './person';

const room = 8; // avatars; the others are in the list of people

/** Who is here, as a row of initials, with where they are; name, role and that in words show on hover and focus, and are always read out. Choosing one goes to where they point. */
export class Avatars {
  readonly #list: HTMLElement;
  readonly #choose: (group: Group) => void;
  readonly #chooseOthers: () => void;
  #shown = '';
  #people: Group[] = [];
  #where: (group: Group) => Whereabouts = () => ({ sign: null, text: null });

  /** `chooseOthers`: those for whom there is no room. */
  constructor(list: HTMLElement, choose: (group: Group) => void, chooseOthers: () => void) {
    this.#list = list;
    this.#choose = choose;
    this.#chooseOthers = chooseOthers;
  }

  show(people: Group[]) {
    const state = JSON.stringify(people);
    if (state === this.#shown) return; // hearing it twice must not take the focus away
    this.#shown = state;
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-person]')?.dataset.person;
    const { shown, others } = foremost(people, room);
    this.#people = shown;
    this.#list.replaceChildren(...shown.map(group => this.#avatar(group)));
    if (others > 0) this.#list.append(make('li', 'avatar', makeButton('avatar-button others', `+${others}`, () => this.#chooseOthers(), `${others} more people`)));
    if (focused !== undefined) this.#list.querySelector<HTMLElement>(`[data-person="${CSS.escape(focused)}"] button`)?.focus();
    this.mark(this.#where);
  }

  /** Says where each person is, in place: who is looked at by mouse or keyboard stays so. */
  mark(where: (group: Group) => Whereabouts) {
    this.#where = where;
    for (const group of this.#people) {
      const item = this.#list.querySelector<HTMLElement>(`[data-person="${CSS.escape(group.key)}"]`);
      if (!item) continue;
      const { sign, text } = where(group);
      if (item.dataset.where !== (sign ?? '')) item.dataset.where = sign ?? '';
      const place = item.querySelector('.whereabouts')!;
      const said = text === null ? '' : ` · ${text}`;
      if (place.textContent !== said) place.textContent = said;
    }
  }

  #avatar(group: Group): HTMLElement {
    const label = make('span', 'label', make('strong', '', group.person.name), ` ${standingText(group)}${group.request ? ` · asks to ${roleVerb[group.request.role]}` : ''}`, make('span', 'whereabouts'));
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
export function face({ person, devices, request }: Group): HTMLElement {
  const element = make('span', 'face', initialsOf(person), devices > 1 ? make('span', 'devices', String(devices)) : null, request ? make('span', 'asks', '!') : null);
  element.setAttribute('aria-hidden', 'true');
  element.style.setProperty('--person', colourOf(person));
  return element;
}
