import type { Standing } from '../../session/standing';
import type { Access, Role } from '../../wire/messages';
import { copy } from '../clipboard';
import { ask } from '../dialog';
import { make, makeButton, makeSelect } from '../element';
import { timeText } from '../blocks/blockText';
import type { Change } from './peoplePanel';
import { roleText } from './person';
import { grantQuestion, linkQuestion, removeQuestion, revokeAllQuestion, secondsOf, teamQuestion, times } from './warnings';

const until = (end: string | null | undefined) => (end ? ` until ${timeText(new Date(end))}` : '');
const during = (value: string) => (secondsOf(value) === undefined ? {} : { forSeconds: Number(value) });

/** The rules of who gets in, for who may change them. */
export function accessSection(access: Access, standing: Standing, change: Change): HTMLElement {
  return make('section', 'access', ...inviting(access, standing, change), ...link(access, standing, change), ...team(access, standing, change), everyone(change));
}

function inviting(access: Access, { sharer }: Standing, change: Change) {
  const email = make('input', 'field');
  email.type = 'email';
  email.required = true;
  email.placeholder = 'name@example.com';
  email.setAttribute('aria-label', 'E-mail address to invite');
  const role = makeSelect<Role>('What they can do', [['view', 'can view'], ['edit', 'can type'], ['manage', 'can manage']], 'view');
  const time = makeSelect('For how long', times, '');
  const submit = make('button', 'small primary', 'Invite');
  submit.type = 'submit';
  const form = make('form', 'invite', email, make('div', 'row', role, time, submit));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const question = grantQuestion(email.value, role.value as Role, sharer, secondsOf(time.value));
    if (!question || (await ask(question))) await change({ allow: { email: email.value, role: role.value as Role, ...during(time.value) } });
  });

  const rules = access.allow.map(rule =>
    ruleItem(rule.email, `${roleText[rule.role]}${until(rule.until)}`, makeButton('small', 'Remove…', () => void removing(rule.email, change), `Remove ${rule.email}`)),
  );
  const barred = access.removed
    .filter(address => !access.allow.some(rule => rule.email === address))
    .map(address => ruleItem(address, 'removed', makeButton('small', 'Let in', () => void change({ allow: { email: address, role: 'view' } }), `Let ${address} in again`)));
  return [
    make('h3', '', 'Invited'),
    form,
    make('p', 'hint', 'Nobody is told by mail: send them the link yourself. It opens for who is signed in under that address.'),
    rules.length + barred.length > 0 ? make('ul', 'rule-list', ...rules, ...barred) : null,
  ];
}

async function removing(email: string, change: Change) {
  if (await ask(removeQuestion(email, false))) await change({ remove: { email } });
}

function ruleItem(name: string, what: string, button: HTMLButtonElement) {
  return make('li', 'rule', make('span', 'person-text', make('span', '', name), make('span', 'soft', what)), button);
}

function link(access: Access, { sharer }: Standing, change: Change) {
  const { role: now, until: end } = access.link;
  const role = makeSelect<Role>('What anyone with the link can do', [['none', 'nobody by the link'], ['view', 'can view'], ['edit', 'can type']], now);
  const time = makeSelect('For how long', times, '');
  const apply = makeButton('small', 'Apply…', async () => {
    const wanted = role.value as Role;
    if (await ask(linkQuestion(wanted, now !== 'none', sharer, secondsOf(time.value)))) await change({ link: { role: wanted, ...(wanted === 'none' ? {} : during(time.value)) } });
  });
  const says = now === 'none' ? 'Only invited people get in.' : `Anyone with the link ${roleText[now]}${until(end)}, without signing in.`;
  return [
    make('h3', '', 'Link'),
    make('p', '', says),
    make('div', 'row', role, time),
    make('div', 'row', apply, makeButton('small', 'Copy link', () => void copy(access.linkUrl, 'the link'))),
  ];
}

function team(access: Access, { sharer }: Standing, change: Change) {
  const { name, role: now, until: end } = access.team;
  if (!name) return [];
  const role = makeSelect<Role>(`What the team ${name} can do`, [['none', 'no access'], ['view', 'can view'], ['edit', 'can type']], now);
  const time = makeSelect('For how long', times, '');
  const apply = makeButton('small', 'Apply…', async () => {
    const wanted = role.value as Role;
    const question = teamQuestion(name, wanted, sharer, secondsOf(time.value));
    if (!question || (await ask(question))) await change({ team: { role: wanted, ...(wanted === 'none' ? {} : during(time.value)) } });
  });
  return [make('h3', '', `Team ${name}`), make('p', '', now === 'none' ? 'Not open to the team.' : `Everyone of the team ${roleText[now]}${until(end)}.`), make('div', 'row', role, time, apply)];
}

function everyone(change: Change) {
  const revoke = makeButton('small danger', 'Take typing from everyone…', async () => {
    if (await ask(revokeAllQuestion)) await change({ revokeAll: true });
  });
  return make('div', 'row last', revoke);
}
