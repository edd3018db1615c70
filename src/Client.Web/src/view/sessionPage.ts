import type { ShownBlock } from '../session/blocks';
import type { Group } from '../session/people';
import type { Standing } from '../session/standing';
import type { ViewerConnection } from '../wire/connection';
import { changeAccess, readAccess } from '../wire/http';
import { addressOf, type SessionLink } from '../wire/link';
import type { Answer } from '../wire/messages';
import { BlockList } from './blocks/blockList';
import { asText, commandText } from './blocks/blockText';
import { BlockReader } from './blocks/reader';
import { copy } from './clipboard';
import { ControlBar } from './controlBar';
import { ask } from './dialog';
import { byId, make, makeButton } from './element';
import { FindBar } from './findBar';
import { icon } from './icons';
import { KeyBar } from './keyBar';
import { onNextFrame } from './onNextFrame';
import { openLink, showLinks } from './openLink';
import { blockActions, pageActions } from './pageActions';
import { Page } from './page';
import { guardPaste } from './paste';
import { showPalette } from './palette';
import { Avatars } from './people/avatars';
import { PeoplePanel } from './people/people';
import { roleVerb } from './people/person';
import { grantQuestion } from './people/warnings';
import { SessionsView } from './sessions/sessionsPanel';
import type { Settings } from './settings';
import { SidePanel } from './sidePanel';
import { TerminalView } from './terminal/terminalView';
import { toast } from './toast';

/** The page of one session: puts its parts together, and lets them reach each other. */
export class SessionPage {
  readonly terminal: TerminalView;
  readonly page: Page;
  readonly blocks: BlockList;
  readonly reader: BlockReader;
  readonly find: FindBar;
  readonly people: PeoplePanel;
  readonly link: SessionLink;
  readonly settings: Settings;
  readonly #panel = new SidePanel();
  readonly #control: ControlBar;
  readonly #asked = new Map<string, () => void>(); // by request: takes its notice away
  #closed = new AbortController(); // the list of sessions
  #here: Group[] = [];
  #sessionStart = 0;
  #goTo: number | null;

  constructor(link: SessionLink, settings: Settings) {
    this.link = link;
    this.settings = settings;
    this.#goTo = link.block;
    const use = {
      label: 'The shared terminal',
      renderer: settings.renderer,
      screenReader: settings.screenReader,
      ownKey: (event: KeyboardEvent) => this.#ownKey(event),
      copy: (text: string) => void copy(text, 'the selection'),
      openLink: (address: string) => void openLink(address),
      typed: (bytes: Uint8Array) => this.page.viewing?.typing.add(keys.apply(bytes)),
      sessionCopies: (text: string) => this.#sessionCopies(text),
    };
    this.terminal = new TerminalView(byId('terminal'), byId('scroller'), use);
    const keys = new KeyBar(this.terminal);
    this.find = new FindBar(this.terminal);
    this.blocks = new BlockList({
      jump: block => this.jump(block),
      selected: blocks => this.#selected(blocks),
      menu: () => this.showBlockActions(),
      copy: () => void this.copyBlocks(),
      loadOlder: async () => this.page.viewing?.loadOlderBlocks(),
    });
    this.reader = new BlockReader({
      ask: act => this.ask(act),
      size: () => this.page.terminalSize,
      newest: () => Number.MAX_SAFE_INTEGER,
      sessionStart: () => this.#sessionStart,
      terminal: use,
      beside: (block, step) => this.#beside(block, step),
      closed: () => this.terminal.focus(),
    });
    const avatars = new Avatars(byId('roster'), () => this.people.open());
    this.people = new PeoplePanel(this.#panel, { read: () => readAccess(link.session), change: change => changeAccess(link.session, change) });
    this.#control = new ControlBar({
      ask: () => void this.requestRole('edit'),
      cancel: () => void this.tell(connection => connection.cancelRequest()),
      handBack: () => void this.tell(connection => connection.handBack()),
      focus: () => this.terminal.focus(),
      leave: () => byId('actions-button').focus(),
    });
    this.page = new Page({
      blocks: this.blocks,
      people: (people, standing) => {
        this.#here = people;
        avatars.show(people);
        this.people.show(people, standing);
        this.#tellRequests(people, standing);
      },
      standing: standing => this.#stand(standing),
      sharedSince: milliseconds => (this.#sessionStart = this.blocks.sessionStart = milliseconds),
    });
    this.#wireButtons();
    this.#wireTerminal();
    document.addEventListener('keydown', event => !event.defaultPrevented && this.#ownKey(event));
  }

  /** Everything that was there at joining is on the screen: a link to a block is followed now. */
  ready() {
    const block = this.#goTo;
    this.#goTo = null;
    if (block !== null) void this.#follow(block);
  }

  /** The visit is over: nothing can be typed or asked for any more. */
  over() {
    this.page.viewing = null;
    this.terminal.mayType = false;
    this.#control.standing(null);
    this.#panel.close();
    for (const remove of this.#asked.values()) remove();
    this.#asked.clear();
  }

  // What can be done --------------------------------------------------------------------------------------------------------------------

  ask(act: (connection: ViewerConnection) => Promise<Answer>): Promise<Answer> {
    return this.page.viewing?.ask(act) ?? Promise.resolve({ refused: { reason: 'sessionEnded', text: 'The session is over.' } });
  }

  /** Does something over the connection, and says why where it is refused. */
  async tell(act: (connection: ViewerConnection) => Promise<Answer>) {
    const { refused } = await this.ask(act);
    if (refused) toast(refused.text, { warning: true });
  }

  requestRole(role: 'edit' | 'manage') {
    return this.tell(connection => connection.requestRole(role));
  }

  jump(number: number) {
    const block = this.blocks.get(number);
    if (!block) return;
    closeDrawer();
    if (this.terminal.reaches(number)) {
      this.reader.close();
      this.terminal.scrollToBlock(number);
    } else {
      void this.reader.open(block);
    }
  }

  addressOfBlock = (block: number | null) => addressOf({ ...this.link, block }, location.origin);

  /** The selected blocks, or else the newest. */
  get chosenBlocks(): ShownBlock[] {
    const { selected, newest } = this.blocks;
    const numbers = selected.length > 0 ? selected : newest === null ? [] : [newest];
    return numbers.map(number => this.blocks.get(number)).filter(block => block !== null);
  }

  async copyBlocks({ commands = true } = {}) {
    const blocks = this.chosenBlocks;
    const parts: string[] = [];
    for (const block of blocks) {
      const output = await this.#outputOf(block);
      if (typeof output !== 'string') return toast(output.text, { warning: true });
      parts.push(commands ? asText(block, output) : output);
    }
    await copy(parts.join('\n'), blocks.length === 1 ? 'the block' : `${blocks.length} blocks`);
  }

  copyCommands() {
    const commands = this.chosenBlocks.map(({ command }) => command).filter(command => command !== null);
    return copy(commands.join('\n'), commands.length === 1 ? 'the command' : `${commands.length} commands`);
  }

  showActions() {
    const [ofBlocks, others] = [blockActions(this), pageActions(this)];
    showPalette('What do you want to do?', this.blocks.selected.length > 0 ? [...ofBlocks, ...others] : [...others, ...ofBlocks]);
  }

  showBlockActions() {
    const [first, ...more] = this.chosenBlocks;
    if (first) showPalette(more.length > 0 ? `${more.length + 1} commands` : commandText(first), blockActions(this));
  }

  showSessions() {
    if (this.#panel.open === 'sessions') return this.#panel.close();
    const sessions = new SessionsView(this.link.session);
    this.#panel.show('sessions', 'Sessions', sessions.element);
    this.#closed = new AbortController();
    void sessions.follow(this.#closed.signal);
  }

  showPeople() {
    if (this.#panel.open === 'people') this.#panel.close();
    else this.people.open();
  }

  showLinks() {
    showLinks(this.terminal.links);
  }

  searchCommands() {
    openDrawer();
    this.blocks.search();
  }

  // Inside ------------------------------------------------------------------------------------------------------------------------------

  async #outputOf(block: ShownBlock) {
    return this.terminal.textOf(block.number) ?? this.reader.textOf(block);
  }

  #beside(block: number, step: 1 | -1): ShownBlock | null {
    const other = this.blocks.beside(block, step);
    return other === null ? null : this.blocks.get(other);
  }

  async #follow(block: number) {
    for (let known = -1; !this.blocks.get(block) && this.blocks.size > known; ) {
      known = this.blocks.size;
      await this.page.viewing?.loadOlderBlocks();
    }
    if (!this.blocks.get(block)) return toast(`Block ${block} is not in this session’s history.`, { warning: true });
    this.blocks.select(block);
    this.jump(block);
  }

  #stand(standing: Standing) {
    if (!standing.mayType) this.page.viewing?.typing.drop();
    if (this.terminal.mayType !== standing.mayType) this.terminal.mayType = standing.mayType;
    this.#control.standing(standing);
  }

  /** Who asks is seen at once by who may answer. */
  #tellRequests(people: Group[], standing: Standing) {
    const open = new Map<string, Group>(standing.mayManage ? people.flatMap(group => (group.request ? [[`${group.request.participant} ${group.request.role}`, group] as const] : [])) : []);
    for (const [key, remove] of this.#asked)
      if (!open.has(key)) {
        remove();
        this.#asked.delete(key);
      }
    for (const [key, group] of open) {
      if (this.#asked.has(key)) continue;
      const { participant, role } = group.request!;
      const grant = async () => {
        const question = grantQuestion(group.person.name, role, standing.sharer);
        this.#asked.delete(key);
        if (!question || (await ask(question))) await this.people.change({ grant: { participant, role } });
        else this.#tellRequests(this.#here, this.page.standing!);
      };
      this.#asked.set(
        key,
        toast(`${group.person.name}${group.guest ? ' (guest)' : ''} asks to ${roleVerb[role]}.`, {
          key: `request ${participant}`,
          buttons: [
            { text: 'Allow…', press: () => void grant() },
            { text: 'Refuse', press: () => void this.people.change({ refuse: { participant } }) },
          ],
        }),
      );
    }
  }

  #sessionCopies(text: string) {
    if (document.body.dataset.state !== 'live') return; // what was copied before somebody looked
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const remove = toast(`The session copied “${shown}”.`, { key: 'sessionCopies', buttons: [{ text: 'Copy it here', press: () => void copy(text, 'what the session copied') }] });
    setTimeout(remove, 15_000);
  }

  #selected(blocks: number[]) {
    this.terminal.highlight(blocks.map(block => ({ block })));
    const bar = byId('selected');
    bar.hidden = blocks.length === 0;
    if (bar.hidden) return;
    bar.replaceChildren(
      make('span', 'soft', blocks.length === 1 ? `Block ${blocks[0]}` : `${blocks.length} blocks`),
      makeButton('small', 'Copy', () => void this.copyBlocks(), 'Copy as text'),
      makeButton('small', 'Link', () => void copy(this.addressOfBlock(blocks[0]!), 'the link to the block'), 'Copy a link to the block'),
      makeButton('small', [icon('more')], () => this.showBlockActions(), 'More to do with it'),
      makeButton('small', [icon('close')], () => this.blocks.clearSelection(), 'Select nothing'),
    );
  }

  #wireTerminal() {
    const { terminal } = this;
    const element = byId('terminal');
    const focused = () => this.#control.focused(terminal.isFocused);
    element.addEventListener('focusin', focused);
    element.addEventListener('focusout', () => setTimeout(focused));
    element.addEventListener('contextmenu', event => this.#terminalMenu(event));
    guardPaste(element, terminal);

    const newest = byId('newest');
    const older = byId('older-output');
    newest.prepend(icon('down'));
    older.prepend(icon('up'));
    newest.addEventListener('click', () => terminal.scrollToNewest());
    older.addEventListener('click', () => this.#openOlder());
    terminal.onMoved(
      onNextFrame(() => {
        newest.hidden = terminal.isAtNewest;
        older.hidden = terminal.isAtNewest || !terminal.isAtOldest || this.#oldestReached === null;
      }),
    );
  }

  /** The newest block that is not in the terminal any more. */
  get #oldestReached(): number | null {
    const known = this.blocks.numbers;
    const reached = known.find(number => this.terminal.reaches(number));
    const before = reached === undefined ? known.at(-1) : known[known.indexOf(reached) - 1];
    return before ?? null;
  }

  #openOlder() {
    const block = this.#oldestReached === null ? null : this.blocks.get(this.#oldestReached);
    if (block) void this.reader.open(block);
  }

  #terminalMenu(event: MouseEvent) {
    if (event.shiftKey || this.terminal.selection !== '') return; // the browser's own menu
    const block = this.terminal.blockAt(event.clientY);
    if (block === null || !this.blocks.get(block)) return;
    event.preventDefault();
    this.blocks.select(block);
    this.showBlockActions();
  }

  #wireButtons() {
    const tools: [string, Parameters<typeof icon>[0], string, string, () => void][] = [
      ['people-button', 'people', 'People', 'People and access', () => this.showPeople()],
      ['find-button', 'find', 'Find', 'Find in the output (Ctrl F)', () => this.find.open()],
      ['actions-button', 'actions', 'Actions', 'Everything that can be done (Ctrl K)', () => this.showActions()],
    ];
    for (const [id, name, text, label, press] of tools) {
      const button = byId(id);
      button.append(icon(name), make('span', 'tool-text', text));
      button.title = label;
      button.setAttribute('aria-label', text);
      button.addEventListener('click', press);
    }
    byId('find-older').append(icon('up'));
    byId('find-newer').append(icon('down'));
    byId('find-close').append(icon('close'));
    byId('sessions-button').append(icon('down'));
    byId('sessions-button').addEventListener('click', () => this.showSessions());
    byId('blocks-toggle').append(icon('list'));
    byId('blocks-toggle').addEventListener('click', () => (isDrawerOpen() ? closeDrawer() : openDrawer()));
    this.#panel.onChanged = open => {
      if (open !== 'sessions') this.#closed.abort();
      byId('people-button').setAttribute('aria-expanded', String(open === 'people'));
      byId('sessions-button').setAttribute('aria-expanded', String(open === 'sessions'));
    };
  }

  /** The page's own keys. Those without shift are the session's while the person types into it. */
  #ownKey(event: KeyboardEvent): boolean {
    if (document.querySelector('dialog[open]') || !this.page.sawSession) return false;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    const typing = this.terminal.mayType && this.terminal.isFocused && !event.metaKey;
    const key = event.key.toLowerCase();
    const own = !control || (typing && !event.shiftKey) ? undefined : key === 'k' ? () => this.showActions() : key === 'f' ? () => this.find.open() : undefined;
    const escape = event.key === 'Escape' && !typing && isDrawerOpen() ? closeDrawer : undefined;
    const act = own ?? escape;
    if (!act) return false;
    event.preventDefault();
    if (event.type === 'keydown') act();
    return true;
  }
}

// On a narrow page the list lies over the terminal, and only when asked for.
const isDrawerOpen = () => byId('blocks').hasAttribute('data-open');

function openDrawer() {
  byId('blocks').toggleAttribute('data-open', true);
  byId('blocks-toggle').setAttribute('aria-expanded', 'true');
}

function closeDrawer() {
  byId('blocks').toggleAttribute('data-open', false);
  byId('blocks-toggle').setAttribute('aria-expanded', 'false');
}
