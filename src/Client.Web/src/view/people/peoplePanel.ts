import type { Group } from '../../session/people';
import type { Standing } from '../../session/standing';
import type { AccessChange, Role } from '../../wire/messages';
import { ask } from '../dialog';
import { make, makeButton, makeSelect } from '../element';
import { face } from './avatars';
import { roleVerb, standingText } from './person';
import { grantQuestion, removeQuestion, secondsOf, times } from './warnings';

/** Changes access; nothing where the server refused, which is told. */
export type Change = (change: AccessChange) => Promise<void>;

/** Everyone who is here, with what may be done about them; those who ask stand first. */
export function peopleSection(people: Group[], standing: Standing, change: Change, follow: (group: Group) => void): HTMLElement {
  const asking = people.filter(({ request }) => request);
  return make(
    'section',
    'people',
    standing.mayManage && asking.length > 0 ? make('h3', '', 'Asking') : null,
    ...(standing.mayManage ? asking.map(group => requestItem(group, standing, change)) : []),
    make('h3', '', `Here now (${people.length})`),
    make('ul', 'person-list', ...people.map(group => personItem(group, standing, change, follow))),
  );
}

function requestItem({ person: { name }, request, guest }: Group, standing: Standing, change: Change): HTMLElement {
  const { participant, role } = request!;
  const time = makeSelect('For how long', times, '');
  const grant = makeButton('small primary', 'Allow…', async () => {
    const seconds = secondsOf(time.value);
    const question = grantQuestion(name, role, standing.sharer, seconds);
    if (!question || (await ask(question))) await change({ grant: { participant, role, ...(seconds === undefined ? {} : { forSeconds: seconds }) } });
  });
  const refuse = makeButton('small', 'Refuse', () => void change({ refuse: { participant } }));
  const item = make('div', 'request', make('p', '', make('strong', '', name), `${guest ? ' (guest)' : ''} asks to ${roleVerb[role]}.`), make('div', 'row', time, grant, refuse));
  item.dataset.request = participant;
  return item;
}

function personItem(group: Group, standing: Standing, change: Change, follow: (group: Group) => void): HTMLElement {
  const text = make('span', 'person-text', make('strong', '', group.person.name), make('span', 'soft', standingText(group)), group.person.email ? make('span', 'soft', group.person.email) : null);
  const following = group.isYou || group.away ? null : makeButton('small', 'Follow', () => follow(group), `Follow ${group.person.name}`);
  const item = make('li', 'person', face(group), text, following, standing.mayManage && !group.isSharer ? tools(group, standing, change) : null);
  item.dataset.personItem = group.key;
  if (group.away) item.dataset.away = '';
  return item;
}

function tools(group: Group, standing: Standing, change: Change): HTMLElement {
  const { name } = group.person;
  const who = group.person.email ? { email: group.person.email } : { participant: group.participants[0]!.id };
  const roles: [Role, string][] = [['view', 'can view'], ['edit', 'can type'], ...(group.guest ? [] : [['manage', 'can manage'] as [Role, string]])];
  const role = makeSelect(`What ${name} can do`, roles, group.role);
  role.addEventListener('change', async () => {
    const wanted = role.value as Role;
    role.value = group.role; // until it is so
    if (wanted === 'view') return change({ revoke: who });
    const question = grantQuestion(name, wanted, standing.sharer);
    if (!question || (await ask(question))) await change({ grant: { participant: group.participants[0]!.id, role: wanted } });
  });
  const remove = makeButton('small danger', 'Remove…', async () => {
    if (await ask(removeQuestion(name, group.guest))) await change({ remove: who });
  });
  return make('span', 'row', role, remove);
}
