import type { Question } from '../dialog';
import type { Role } from '../../wire/messages';

const forHowLong = (seconds: number | undefined) => (seconds === undefined ? '' : `, for ${times.find(([value]) => Number(value) === seconds)?.[1] ?? `${seconds} s`}`);

/** For how long something is allowed; the empty one until it is changed. */
export const times = [
  ['', 'until changed'],
  ['600', '10 minutes'],
  ['3600', '1 hour'],
  ['28800', '8 hours'],
  ['604800', '1 week'],
] as const;

export const secondsOf = (value: string): number | undefined => (value === '' ? undefined : Number(value));

const machine = (sharer: string) => `on ${sharer}’s machine whatever ${sharer} can: read and change files, run programs, use keys and sign-ins that are there.`;

/** What giving a role means, said before it is given; null where there is nothing to say. */
export function grantQuestion(who: string, role: Role, sharer: string, seconds?: number): Question | null {
  if (role === 'edit') {
    return { title: `Let ${who} type${forHowLong(seconds)}?`, text: [`${who} can then do ${machine(sharer)}`], yes: `Let ${who} type`, danger: true };
  }
  if (role === 'manage') {
    return {
      title: `Let ${who} manage${forHowLong(seconds)}?`,
      text: [`${who} can then type, and so do ${machine(sharer)}`, `${who} can also let others in, let them type, and remove them.`],
      yes: `Let ${who} manage`,
      danger: true,
    };
  }
  return null;
}

/** What a rule of the link means. Any change of it makes the secret another one. */
export function linkQuestion(role: Role, isOpen: boolean, sharer: string, seconds?: number): Question {
  const renews = isOpen ? ['The link becomes another one: who came by the old one is out.'] : [];
  if (role === 'none') return { title: 'Close the link?', text: ['Nobody gets in by the link any more, and who came by it is out at once. Invited people stay.'], yes: 'Close the link' };
  if (role === 'view')
    return { title: `Let anyone with the link watch${forHowLong(seconds)}?`, text: ['Anyone with this link can see everything in this session, without signing in, also those whom somebody forwards it to.', ...renews], yes: 'Open the link to watch', danger: true };
  return {
    title: `Let anyone with the link type${forHowLong(seconds)}?`,
    text: [`Anyone with this link, without signing in, can do ${machine(sharer)}`, 'That is also those whom somebody forwards it to.', ...renews],
    yes: 'Open the link to type',
    danger: true,
  };
}

export function teamQuestion(team: string, role: Role, sharer: string, seconds?: number): Question | null {
  if (role === 'none') return null;
  const deed = role === 'view' ? 'see everything in this session.' : `do ${machine(sharer)}`;
  return { title: `Open this session to the team ${team}${forHowLong(seconds)}?`, text: [`Everyone of ${team} can then ${deed}`], yes: `Open to ${team}`, danger: role !== 'view' };
}

export const removeQuestion = (who: string, guest: boolean): Question => ({
  title: `Remove ${who}?`,
  text: [
    `${who} is out at once, and stays out until invited again.`,
    ...(guest ? ['A guest holds the link and could come again under another name: close or renew the link, too.'] : []),
  ],
  yes: `Remove ${who}`,
  danger: true,
});

export const revokeAllQuestion: Question = {
  title: 'Take typing from everyone?',
  text: ['Nobody but the sharer can type or manage from then on. Everyone stays and watches.'],
  yes: 'Take it from everyone',
  danger: true,
};
