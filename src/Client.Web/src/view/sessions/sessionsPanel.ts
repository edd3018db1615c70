import { ConnectionLost } from '../../wire/connection';
import { readInvitations, readMySessions, stopSession, type Told } from '../../wire/http';
import type { InvitedSession, MySession } from '../../wire/messages';
import { timeText } from '../blocks/blockText';
import { bytesText } from '../duration';
import { ask } from '../dialog';
import { make, makeButton, type Content } from '../element';
import { signInOffer } from '../signInOffer';
import { toast } from '../toast';

/** My sessions and those that others share with me: to switch to, to stop. `current` is the one that this page shows. */
export class SessionsView {
  readonly element = make('div', 'sessions');
  readonly #current: string | null;

  constructor(current: string | null) {
    this.#current = current;
  }

  async load() {
    this.element.setAttribute('aria-busy', 'true');
    try {
      const [mine, invitations] = await Promise.all([readMySessions(), readInvitations()]);
      this.#draw(mine, invitations);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      this.element.replaceChildren(make('p', '', 'The server could not be reached.'));
    } finally {
      this.element.removeAttribute('aria-busy');
    }
  }

  #draw(mine: Told<MySession[]>, invitations: Told<InvitedSession[]>) {
    if ('refused' in mine || 'refused' in invitations) {
      const command = make('code', '', `sessionshare open ${location.origin}/`);
      return this.element.replaceChildren(
        make('p', '', 'Sign in to see the sessions that you share, and those that others share with you.'),
        signInOffer(['This, in a terminal, signs this browser in: ', command]),
      );
    }

    const live = mine.told.filter(({ endedAt }) => !endedAt);
    this.element.replaceChildren(
      make('h3', '', 'Shared by me'),
      mine.told.length === 0 ? make('p', 'soft', 'You share nothing just now. In a terminal: sessionshare share') : make('ul', 'session-list', ...mine.told.map(session => this.#mine(session))),
      ...(live.length > 1 ? [makeButton('small danger', 'Stop all…', () => void this.stopAll(live))] : []),
      make('h3', '', 'Shared with me'),
      invitations.told.length === 0
        ? make('p', 'soft', 'Nothing just now.')
        : make('ul', 'session-list', ...invitations.told.map(session => this.#item(session, session.sharer.name, null))),
    );
  }

  #mine(session: MySession) {
    const { participants, editors } = session;
    const facts = session.endedAt
      ? `ended${session.keptUntil ? `, kept until ${timeText(new Date(session.keptUntil))}` : ''}`
      : `${participants} watching, ${editors} can type · ${bytesText(session.bytes)}${session.sharerState === 'reconnecting' ? ' · reconnecting' : ''}`;
    const stop = session.endedAt ? null : makeButton('small danger', 'Stop…', () => void this.#stop(session), `Stop sharing ${titleOf(session)}`);
    return this.#item(session, facts, stop);
  }

  #item(session: { session: string; title: string; startedAt: string; link: string; endedAt?: string | null }, facts: string, button: Content) {
    const isCurrent = session.session === this.#current;
    const { hash } = new URL(session.link);
    const link = make('a', 'session-link', make('strong', '', titleOf(session)), make('span', 'soft', `${facts}`), make('span', 'soft', `since ${timeText(new Date(session.startedAt))}`));
    link.href = `/s/${session.session}${isCurrent ? location.hash : hash}`; // the same server, under the address that this browser knows
    if (isCurrent) link.setAttribute('aria-current', 'page');
    return make('li', 'session', link, button);
  }

  async #stop(session: MySession) {
    const question = { title: `Stop sharing ${titleOf(session)}?`, text: ['Access ends for everyone at once. The terminal itself goes on.'], yes: 'Stop sharing', danger: true };
    if (!(await ask(question))) return;
    await this.#end([session]);
  }

  async stopAll(sessions: MySession[]) {
    const question = { title: `Stop sharing all ${sessions.length} sessions?`, text: ['Access ends for everyone at once, in all of them. The terminals themselves go on.'], yes: 'Stop all', danger: true };
    if (await ask(question)) await this.#end(sessions);
  }

  async #end(sessions: MySession[]) {
    try {
      const refusals = await Promise.all(sessions.map(({ session }) => stopSession(session)));
      for (const refused of refusals) if (refused && refused.reason !== 'sessionEnded') toast(refused.text, { warning: true });
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      toast('The server could not be reached.', { warning: true });
    }
    await this.load();
  }
}

const titleOf = ({ title }: { title: string }) => title || 'Untitled session';
