import type { InvitedSession, MineItem, MySession } from '../wire/messages';

/** A person's own sessions and those that others share with them, kept up to date by what the server tells. */
export class Mine {
  #sessions = new Map<string, MySession>();
  #invitations = new Map<string, InvitedSession>();

  get sessions() {
    return [...this.#sessions.values()];
  }

  get invitations() {
    return [...this.#invitations.values()];
  }

  /** Takes an item; whether a list is another one now. */
  take({ present, session, invitation, gone }: MineItem): boolean {
    if (present) {
      this.#sessions = new Map(present.sessions.map(each => [each.session, each]));
      this.#invitations = new Map(present.invitations.map(each => [each.session, each]));
    } else if (session) {
      this.#sessions.set(session.session, session);
    } else if (invitation) {
      this.#invitations.set(invitation.session, invitation);
    } else if (gone) {
      return this.#sessions.delete(gone) || this.#invitations.delete(gone);
    } else {
      return false;
    }
    return true;
  }
}
