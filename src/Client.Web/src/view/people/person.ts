import type { Group } from '../../session/people';
import type { Person, Role } from '../../wire/messages';

/** Up to two letters for a person: the server's, where it told them. */
export function initialsOf({ name, avatar }: Person): string {
  if (avatar) return avatar.initials;
  const at = name.indexOf('@');
  const words = (at < 0 ? name.split(/[ \t\u00a0]/) : name.slice(0, at).split(/[._+-]/)).map(word => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '').filter(letter => letter !== '');
  return (words.length > 1 ? words[0]! + words.at(-1)! : (words[0] ?? '?')).toUpperCase();
}

/** Those of src/Protocol's Avatar: white can be read on each. */
const colours = ['#b3261e', '#a83f00', '#7a5200', '#4f6200', '#1f6b2e', '#00695c', '#00677f', '#0b57d0', '#4a4fcf', '#7b3fc4', '#a1328f', '#b3265b'] as const;

/** A person's colour, the same in every client. Who is named in a frame comes without the server's word for it, which is made of the same. */
export function colourOf({ name, email, avatar }: Person): string {
  if (avatar) return avatar.colour;
  let hash = 0x811c9dc5;
  for (const octet of new TextEncoder().encode((email ?? name).toLowerCase())) hash = Math.imul(hash ^ octet, 0x01000193);
  return colours[(hash >>> 0) % colours.length]!;
}

export const roleText: Record<Role, string> = {
  none: 'no access',
  view: 'can view',
  edit: 'can type',
  manage: 'can manage',
};

/** What a role is called where it is asked for or given. */
export const roleVerb: Record<Role, string> = { none: 'no access', view: 'view', edit: 'type', manage: 'manage access' };

/** What there is to say of a person beside the name. */
export function standingText({ isSharer, isYou, guest, role, away, devices }: Group): string {
  const parts = [
    isYou ? 'you' : null,
    isSharer ? 'shares this terminal' : guest ? 'guest' : null,
    isSharer ? null : roleText[role],
    devices > 1 ? `on ${devices} devices` : null,
    away ? (isSharer ? 'reconnecting' : 'away') : null,
  ];
  return parts.filter(part => part !== null).join(' · ');
}
