import { showCard } from './card';
import { make } from './element';
import { SessionsView } from './sessions/sessionsPanel';

/** The page at /: what this person shares, and what is shared with them. */
export async function home() {
  document.body.dataset.state = 'home';
  const sessions = new SessionsView(null);
  showCard(make('h2', '', 'Sessions'), sessions.element);
  await sessions.follow(new AbortController().signal);
}

/** An address that leads nowhere. */
export function noSession() {
  document.body.dataset.state = 'refused';
  const back = make('a', 'action', 'My sessions');
  back.href = '/';
  showCard(make('h2', '', 'No session here'), make('p', '', 'This address names no session.'), back);
}
