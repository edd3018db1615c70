import { ConnectionLost } from '../../wire/connection';
import { Backoff } from '../../session/backoff';
import { Mine } from '../../session/mine';
import { askWhoIAm, stopSession } from '../../wire/http';
import { watchMine } from '../../wire/hub';
import type { MySession } from '../../wire/messages';
import { passesByItself } from '../../wire/reasons';
import { timeText } from '../blocks/blockText';
import { bytesText } from '../duration';
import { ask } from '../dialog';
import { make, makeButton, type Content } from '../element';
import { roleText } from '../people/person';
import { signInOffer } from '../signInOffer';
import { toast } from '../toast';

/** My sessions and those that others share with me: to switch to, to stop; as they are now. `current` is the one that this page shows. */
export class SessionsView {
  readonly element = make('div', 'sessions');
  readonly #current: string | null;
  readonly #mine = new Mine();
  #shown = '';

  constructor(current: string | null) {
    this.#current = current;
  }

  /** Shows them as they change, until stopped. */
  async follow(stop: AbortSignal) {
    const backoff = new Backoff();
    for (let over = false; !over && !stop.aborted; ) {
      try {
        const who = await askWhoIAm();
        if (!('me' in who)) return this.#draw(null);
        await watchMine(item => {
          if (item.closed) over = !passesByItself(item.closed.reason);
          else backoff.restart();
          if (this.#mine.take(item)) this.#draw(this.#mine);
        }, stop);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        if (this.element.childElementCount === 0) this.element.replaceChildren(make('p', '', 'The server can’t be reached just now.'));
      }
      await new Promise(resolve => setTimeout(resolve, backoff.next()));
    }
  }

  #draw(mine: Mine | null) {
    if (!mine) {
      const command = make('code', '', `sessionshare open ${location.origin}/`);
      return this.element.replaceChildren(
        make('p', '', 'Sign in to see the sessions that you share, and those that others share with you.'),
        signInOffer(['This, in a terminal, signs this browser in: ', command]),
      );
    }

    const { sessions, invitations } = mine;
    const state = JSON.stringify([sessions, invitations]);
    if (state === this.#shown) return;
    this.#shown = state;
    const live = sessions.filter(({ endedAt }) => !endedAt);
    const focused = (document.activeElement as HTMLElement | null)?.getAttribute('href');
    this.element.replaceChildren(
      make('h3', '', 'Shared by me'),
      sessions.length === 0 ? make('p', 'soft', 'You share nothing just now. In a terminal: sessionshare share') : make('ul', 'session-list', ...sessions.map(session => this.#own(session))),
      ...(live.length > 1 ? [makeButton('small danger', 'Stop all…', () => void this.stopAll(live))] : []),
      make('h3', '', 'Shared with me'),
      invitations.length === 0
        ? make('p', 'soft', 'Nothing just now.')
        : make('ul', 'session-list', ...invitations.map(session => this.#item(session, `${session.sharer.name} · ${roleText[session.role]}`, null))),
    );
    if (focused) this.element.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  #own(session: MySession) {
    const { participants, editors, requests } = session;
    const facts = session.endedAt
      ? `ended${session.keptUntil ? `, kept until ${timeText(new Date(session.keptUntil))}` : ''}`
      : `${participants} watching, ${editors} can type${requests?.length ? `, ${requests.length} asking` : ''} · ${bytesText(session.bytes)}${session.sharerState === 'reconnecting' ? ' · reconnecting' : ''}`;
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
  }
}

const titleOf = ({ title }: { title: string }) => title || 'Untitled session';
