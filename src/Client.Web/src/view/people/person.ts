import type { Group } from '../../session/people';
import type { Role } from '../../wire/messages';

/** Up to two letters for a person: of the first and last word of the name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s.@_-]+/).filter(word => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => (word ? ([...word][0] ?? '') : ''));
  return letters.join('').toLocaleUpperCase() || '?';
}

/** A hue, 0 to 359, that an id always has. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % 360;
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
