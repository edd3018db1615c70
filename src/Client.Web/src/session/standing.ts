import type { Me, Role, Roster } from '../wire/messages';

/** What this page's person may do in the session just now, and has asked for. */
export type Standing = {
  role: Role;
  request: Role | null;
  isSharer: boolean;
  isGuest: boolean;
  mayType: boolean;
  mayManage: boolean;
  sharer: string;
  sharerIsAway: boolean;
  /** The sharer agrees to each run of this person's, and lets keys reach only a program that was released. */
  needsYes: boolean;
};

/** `you`: this page's participant. The sharer's other devices are participants like others, but belong to the owner. */
export function standingOf(roster: Roster, you: string | null, me: Me | null): Standing {
  const own = roster.participants.find(({ id }) => id === you);
  const role = own?.role ?? 'view';
  const isSharer = me !== null && sameAddress(me.email, roster.sharer.email);
  return {
    role,
    request: own?.request ?? null,
    isSharer,
    isGuest: me === null,
    mayType: role === 'edit' || role === 'manage',
    mayManage: isSharer || role === 'manage',
    sharer: roster.sharer.name,
    sharerIsAway: roster.sharerState === 'reconnecting',
    needsYes: roster.approves === true && !isSharer,
  };
}

export const sameAddress = (one: string | null | undefined, other: string | null | undefined) =>
  Boolean(one && other) && one!.toLowerCase() === other!.toLowerCase();
