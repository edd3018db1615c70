import type { Group } from '../../session/people';
import type { Standing } from '../../session/standing';
import type { MineItem } from '../../wire/messages';
import { ask } from '../dialog';
import { followMine } from '../sessions/followMine';
import { toast } from '../toast';
import type { PeoplePanel } from './people';
import { roleVerb } from './person';
import { grantQuestion } from './warnings';

/** Tells who may answer at once that somebody asks: for a role in the session, or to be let in. */
export class Requests {
  readonly #session: string;
  readonly #people: PeoplePanel;
  readonly #asked = new Map<string, () => void>(); // by request: takes its notice away
  #here: Group[] = [];
  #standing: Standing | null = null;
  #hears = false;

  constructor(session: string, people: PeoplePanel) {
    this.#session = session;
    this.#people = people;
  }

  /** Who is here now, and asks. */
  show(people: Group[], standing: Standing) {
    [this.#here, this.#standing] = [people, standing];
    if (standing.isSharer) this.#hearAskers();
    const open = new Map<string, Group>(standing.mayManage ? people.flatMap(group => (group.request ? [[`${group.request.participant} ${group.request.role}`, group] as const] : [])) : []);
    for (const [key, remove] of this.#asked)
      if (!open.has(key)) {
        remove();
        this.#asked.delete(key);
      }
    for (const [key, group] of open) if (!this.#asked.has(key)) this.#asked.set(key, this.#tell(key, group, standing));
  }

  /** The visit is over. */
  clear() {
    for (const remove of this.#asked.values()) remove();
    this.#asked.clear();
  }

  #tell(key: string, { person: { name }, guest, request }: Group, standing: Standing) {
    const { participant, role } = request!;
    const grant = async () => {
      const question = grantQuestion(name, role, standing.sharer);
      this.#asked.delete(key);
      if (!question || (await ask(question))) await this.#people.change({ grant: { participant, role } });
      else if (this.#standing) this.show(this.#here, this.#standing);
    };
    return toast(`${name}${guest ? ' (guest)' : ''} asks to ${roleVerb[role]}.`, {
      key: `request ${participant}`,
      buttons: [
        { text: 'Allow…', press: () => void grant() },
        { text: 'Refuse', press: () => void this.#people.change({ refuse: { participant } }) },
      ],
    });
  }

  /** Who is outside and asks to be let in is in no roster: the sharer's pages hear of it beside the session. */
  #hearAskers() {
    if (this.#hears) return;
    this.#hears = true;
    let known = '';
    const take = async (item: MineItem) => {
      const mine = [item.session, ...(item.present?.sessions ?? [])].find(each => each?.session === this.#session);
      const asked = JSON.stringify(mine?.requests ?? []);
      if (!mine || asked === known) return;
      known = asked;
      for (const { participant, person, role } of (await this.#people.refresh())?.asking ?? [])
        toast(`${person.name} asks to be let in, to ${roleVerb[role]}.`, { key: `asker ${participant}`, buttons: [{ text: 'Answer…', press: () => this.#people.open() }] });
    };
    void followMine(item => void take(item), () => {}, new AbortController().signal);
  }
}
