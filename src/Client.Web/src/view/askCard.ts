import { askUntilAnswered } from '../session/asking';
import { askForAccess } from '../wire/hub';
import { newId } from '../wire/ids';
import type { SessionLink } from '../wire/link';
import { protocolVersion, type Refusal, type Role } from '../wire/messages';
import { hideCard, showCard } from './card';
import { make, makeButton, makeSelect } from './element';
import { roleVerb } from './people/person';

/** The page of who has no access but holds the link: asks the sharer to be let in. Ends once the person may come in, or wants to try again. */
export function showAskCard(link: SessionLink, refusal: Refusal): Promise<void> {
  return new Promise(again => {
    const leave = () => {
      hideCard();
      again();
    };
    const offer = (headline: string, text: string) => {
      const role = makeSelect<Role>('What you want to do', [['view', 'to watch'], ['edit', 'to type']], 'view');
      const send = makeButton('action', 'Ask the sharer', () => void wait(role.value as Role));
      const card = showCard(make('h2', '', headline), make('p', '', text), make('div', 'row', role), make('div', 'row', send, makeButton('action quiet', 'Try again', leave)));
      card.setAttribute('role', 'alert');
      send.focus();
    };
    const wait = async (role: Role) => {
      const stop = new AbortController();
      const state = make('p', '', 'Asking…');
      state.setAttribute('role', 'status');
      showCard(make('h2', '', `You ask to ${roleVerb[role]}`), state, makeButton('action quiet', 'Take back', () => stop.abort())).querySelector('button')!.focus();
      const request = { version: protocolVersion, session: link.session, linkSecret: link.secret, role, ask: newId() };
      const refused = await askUntilAnswered(request, askForAccess, () => (state.textContent = 'The sharer is asked. You come in here as soon as they say yes.'), stop.signal);
      if (refused === null) leave();
      else offer(refused.reason === 'takenBack' ? 'You have no access to this session' : 'You were not let in', refused.text);
    };
    offer('You have no access to this session', refusal.text);
  });
}
