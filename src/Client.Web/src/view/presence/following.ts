import type { Group } from '../../session/people';
import { byId, make, makeButton } from '../element';
import { colourOf } from '../people/person';
import { toast } from '../toast';

/** Whom this page follows: it goes where that person points, until the person here scrolls by hand. */
export class Following {
  readonly #element = byId('following');
  readonly #changed: () => void;
  #who: Group | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The one who is followed; null: nobody. */
  get who(): Group | null {
    return this.#who;
  }

  start(group: Group) {
    this.#set(group);
  }

  /** Ends, and says why where the person did not ask for it. */
  stop(why: string | null = null) {
    if (!this.#who) return;
    if (why !== null) toast(`You no longer follow ${this.#who.person.name}: ${why}.`, { key: 'following' });
    this.#set(null);
  }

  /** Who is here now. */
  meet(people: readonly Group[]) {
    if (!this.#who) return;
    const now = people.find(({ key }) => key === this.#who!.key);
    if (now) this.#who = now;
    else this.stop('they have left');
  }

  #set(group: Group | null) {
    this.#who = group;
    this.#element.hidden = group === null;
    this.#element.replaceChildren();
    if (group) {
      this.#element.style.setProperty('--person', colourOf(group.person));
      this.#element.append(make('span', '', `Following ${group.person.name}`), makeButton('small', 'Stop', () => this.stop()));
    }
    document.body.toggleAttribute('data-following', group !== null);
    this.#changed();
  }
}
