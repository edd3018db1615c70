import { Blocks } from '../session/blocks';
import { Cursor } from '../session/cursor';
import { Joining } from '../session/joining';
import { Viewing } from '../session/viewing';
import { connectToHub } from '../wire/hub';
import { askWhoIAm } from '../wire/http';
import type { SessionLink } from '../wire/link';
import { byId } from './element';
import { showFinish } from './finishNotice';
import { finishText } from './finishText';
import { guestName } from './guestForm';
import { Page } from './page';
import { TerminalView } from './terminal';

/** The page at /s/{session}. */
export async function view(link: SessionLink | null) {
  const terminal = new TerminalView(byId('terminal'), byId('scroller'));
  const page = new Page(terminal);
  if (!link) {
    const finish = { name: 'refused', refusal: { reason: 'invalidRequest', text: 'This address names no session.' } } as const;
    page.state(finish);
    showFinish({ ...finishText(finish), again: null }, () => {}, { besideTerminal: false });
    return;
  }

  for (;;) {
    await visit(link, terminal, page);
    page.noBlocks();
    terminal.reset();
  }
}

/** One visit, until the person asks for another. */
async function visit(link: SessionLink, terminal: TerminalView, page: Page) {
  const place = { cursor: new Cursor(), blocks: new Blocks(block => page.block(block)), screen: terminal, shown: page };
  const reception = { whoAmI: askWhoIAm, guestName: () => guestName(() => page.state({ name: 'guest' })) };
  const viewing = new Viewing(place, new Joining(link, reception), connectToHub);
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', () => viewing.hurry(), { signal });
  addEventListener('pagehide', event => event.persisted || viewing.leave(), { signal });
  document.addEventListener('visibilitychange', () => document.hidden || viewing.hurry(), { signal });

  const finish = await viewing.run();
  listening.abort();
  page.state(finish);
  await new Promise<void>(again => showFinish(finishText(finish), again, { besideTerminal: page.sawSession }));
}
