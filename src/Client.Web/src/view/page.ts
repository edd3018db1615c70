import type { ShownBlock } from '../session/blocks';
import type { Shown, ViewState } from '../session/shown';
import type { Notice, Roster } from '../wire/messages';
import { BlockList } from './blockList';
import { bytesText } from './duration';
import { byId } from './element';
import { onNextFrame } from './onNextFrame';
import { RosterView } from './roster';
import { stateText } from './stateText';
import type { TerminalView } from './terminal';

/** Everything around the terminal: title, state, roster, notices, blocks. */
export class Page implements Shown {
  readonly #roster = new RosterView(byId('roster'));
  readonly #blocks: BlockList;
  readonly #terminal: TerminalView;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #sawSession = false;

  constructor(terminal: TerminalView) {
    this.#terminal = terminal;
    this.#blocks = new BlockList(byId('block-list'), byId('blocks-count'), terminal);
    terminal.onReachChanged(() => this.#blocks.reachChanged());
    this.#offerNewest();
    this.#foldBlocks();
  }

  /** Whether there is anything of a session to read. */
  get sawSession() {
    return this.#sawSession;
  }

  state(state: ViewState) {
    clearInterval(this.#countdown);
    document.body.dataset.state = state.name;
    this.#say(stateText(state));
    if (state.name !== 'reconnecting') return;

    const begin = Date.now();
    this.#countdown = setInterval(() => this.#say(stateText(state, Date.now() - begin)), 500);
  }

  title(title: string) {
    byId('title').textContent = title || 'Untitled session';
    byId('title').title = title;
    document.title = title ? `${title} · SessionShare` : 'SessionShare';
  }

  roster(roster: Roster, you: string | null) {
    this.#sawSession = true;
    document.body.dataset.session = '';
    this.#roster.show(roster, you);
  }

  notice(notice: Notice | null) {
    byId('notice').textContent = notice?.text ?? '';
    byId('notice').hidden = notice === null;
  }

  block(block: ShownBlock) {
    this.#blocks.show(block);
  }

  noBlocks() {
    this.#blocks.clear();
  }

  lagging() {
    this.notice({ reason: 'lagging', text: 'This page fell behind and skipped some output. What you see now is current.' });
  }

  skipped(bytes: number) {
    this.notice({ reason: 'skipped', text: `The sharer’s connection was too slow: ${bytesText(bytes)} of output are missing, and the screen may be wrong.` });
  }

  #say(text: string) {
    if (byId('state').textContent !== text) byId('state').textContent = text;
  }

  #offerNewest() {
    const button = byId<HTMLButtonElement>('newest');
    button.addEventListener('click', () => this.#terminal.scrollToNewest());
    this.#terminal.onMoved(onNextFrame(() => (button.hidden = this.#terminal.isAtNewest)));
  }

  // On a narrow page the list lies over the terminal, and only when asked for.
  #foldBlocks() {
    const toggle = byId('blocks-toggle');
    const open = (yes: boolean) => {
      toggle.setAttribute('aria-expanded', String(yes));
      byId('blocks').toggleAttribute('data-open', yes);
    };
    toggle.addEventListener('click', () => open(toggle.getAttribute('aria-expanded') !== 'true'));
    byId('block-list').addEventListener('click', () => open(false));
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape') open(false);
    });
  }
}
