import type { Group } from '../../session/people';
import type { Standing } from '../../session/standing';
import type { Access, AccessChange } from '../../wire/messages';
import type { Told } from '../../wire/http';
import { ConnectionLost } from '../../wire/connection';
import { make } from '../element';
import type { SidePanel } from '../sidePanel';
import { toast } from '../toast';
import { accessSection } from './accessSection';
import { peopleSection } from './peoplePanel';

/** The rules over HTTP. */
export type AccessCalls = { read(): Promise<Told<Access>>; change(change: AccessChange): Promise<Told<Access>> };

/** The panel of people and rules, kept up to date while it is open; what somebody is filling in stays as it is. */
export class PeoplePanel {
  readonly #panel: SidePanel;
  readonly #calls: AccessCalls;
  readonly #follow: (group: Group) => void;
  readonly #people = make('div', '');
  readonly #access = make('div', '');
  #here: Group[] = [];
  #standing: Standing | null = null;
  #shownPeople = '';
  #shownAccess = '';

  constructor(panel: SidePanel, calls: AccessCalls, follow: (group: Group) => void) {
    this.#panel = panel;
    this.#calls = calls;
    this.#follow = follow;
  }

  /** Who is here now. */
  show(people: Group[], standing: Standing) {
    this.#here = people;
    this.#standing = standing;
    if (this.#panel.open !== 'people') return;
    this.#draw();
    void this.#read();
  }

  open() {
    this.#shownPeople = this.#shownAccess = '';
    this.#access.replaceChildren();
    this.#draw();
    this.#panel.show('people', 'People', this.#people, this.#access);
    void this.#read();
  }

  /** Somebody else changed the rules, or asks to be let in. */
  async refresh(): Promise<Access | null> {
    const access = await this.#calls.read().catch(() => null);
    if (!access || 'refused' in access) return null;
    if (this.#panel.open === 'people') this.#take(access);
    return access.told;
  }

  readonly change = async (change: AccessChange): Promise<void> => {
    try {
      this.#take(await this.#calls.change(change));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      toast('The server could not be reached; nothing was changed.', { warning: true });
    }
  };

  #draw() {
    const state = JSON.stringify([this.#here, this.#standing]);
    if (!this.#standing || state === this.#shownPeople) return;
    this.#shownPeople = state;
    this.#people.replaceChildren(peopleSection(this.#here, this.#standing, this.change, this.#follow));
  }

  async #read() {
    if (!this.#standing?.mayManage) return this.#access.replaceChildren();
    try {
      this.#take(await this.#calls.read());
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error; // the next roster asks again
    }
  }

  #take(answer: Told<Access>) {
    if ('refused' in answer) return toast(answer.refused.text, { warning: true });
    const state = JSON.stringify(answer.told);
    if (state === this.#shownAccess || !this.#standing) return;
    this.#shownAccess = state;
    this.#access.replaceChildren(accessSection(answer.told, this.#standing, this.change));
  }
}
