import { Blocks } from '../session/blocks';
import { Cursor } from '../session/cursor';
import { Joining } from '../session/joining';
import type { ViewState } from '../session/shown';
import { Together } from '../session/together';
import { Viewing } from '../session/viewing';
import { connectToHub } from '../wire/hub';
import { askWhoIAm } from '../wire/http';
import type { SessionLink } from '../wire/link';
import { showAskCard } from './askCard';
import { showFinish } from './finishNotice';
import { finishText } from './finishText';
import { guestName } from './guestForm';
import { SessionPage } from './sessionPage';
import type { Settings } from './settings';

/** The page at /s/{session}. */
export async function view(link: SessionLink, settings: Settings) {
  const shown = new SessionPage(link, settings);
  for (;;) {
    await visit(shown);
    shown.page.noBlocks();
    shown.terminal.reset();
  }
}

/** One visit, until the person asks for another. */
async function visit(shown: SessionPage) {
  const { page, terminal, link } = shown;
  const place = { cursor: new Cursor(), blocks: new Blocks(block => page.block(block)), screen: terminal, shown: page, together: new Together(shown.together) };
  const reception = { whoAmI: askWhoIAm, guestName: () => guestName(() => page.state({ name: 'guest' })) };
  const viewing = new Viewing(place, new Joining(link, reception), connectToHub);
  shown.visit = viewing;
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', () => viewing.hurry(), { signal });
  addEventListener('pagehide', event => event.persisted || viewing.leave(), { signal });
  document.addEventListener('visibilitychange', () => document.hidden || viewing.hurry(), { signal });
  page.onState = (state: ViewState) => state.name === 'live' && shown.ready();

  const finish = await viewing.run();
  listening.abort();
  shown.over();
  page.state(finish);
  if (finish.name === 'refused' && finish.refusal.reason === 'noAccess' && viewing.self.me) return showAskCard(link, finish.refusal);
  await new Promise<void>(again => showFinish(finishText(finish), again, { besideTerminal: page.sawSession }));
}
