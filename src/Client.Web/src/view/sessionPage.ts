import type { ShownBlock } from '../session/blocks';
import type { Group } from '../session/people';
import type { Standing } from '../session/standing';
import type { Viewing } from '../session/viewing';
import type { ViewerConnection } from '../wire/connection';
import { changeAccess, readAccess } from '../wire/http';
import { addressOf, type SessionLink } from '../wire/link';
import type { Answer, Pointed } from '../wire/messages';
import { BlockList } from './blocks/blockList';
import { asText, commandText } from './blocks/blockText';
import { BlockReader } from './blocks/reader';
import { copy } from './clipboard';
import { ControlBar } from './controlBar';
import { closeDrawer, isDrawerOpen, openDrawer } from './drawer';
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
import { Requests } from './people/requests';
import { TogetherPage } from './presence/togetherPage';
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
  readonly together: TogetherPage;
  readonly link: SessionLink;
  readonly settings: Settings;
  readonly #panel = new SidePanel();
  readonly #control: ControlBar;
  readonly #requests: Requests;
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
      typed: (bytes: Uint8Array) => {
        this.together.typed();
        this.page.viewing?.typing.add(keys.apply(bytes));
      },
      sessionCopies: (text: string) => this.#sessionCopies(text),
    };
    this.terminal = new TerminalView(byId('terminal'), byId('scroller'), use);
    const keys = new KeyBar(this.terminal);
    this.find = new FindBar(this.terminal);
    this.blocks = new BlockList({
      jump: block => this.jumpByHand(block),
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
      selected: pointed => this.together.selected(pointed),
      scrolled: () => this.together.scrolled(),
      moved: () => this.#looks(),
      closed: () => this.terminal.focus(),
    });
    const avatars = new Avatars(byId('roster'), group => this.meet(group), () => this.people.open());
    this.together = new TogetherPage({ terminal: this.terminal, blocks: this.blocks, reader: this.reader, avatars, goTo: pointed => void this.goTo(pointed), keysMoved: () => this.#keysMoved() });
    this.people = new PeoplePanel(this.#panel, { read: () => readAccess(link.session), change: change => changeAccess(link.session, change) }, group => this.follow(group));
    this.#requests = new Requests(link.session, this.people);
    this.#control = new ControlBar({
      ask: () => void this.requestRole('edit'),
      cancel: () => void this.tell(connection => connection.cancelRequest()),
      handBack: () => void this.tell(connection => connection.handBack()),
      focus: () => this.type(),
      leave: () => byId('actions-button').focus(),
    });
    this.page = new Page({
      blocks: this.blocks,
      people: (people, standing, roster, you) => {
        this.#here = people;
        avatars.show(people);
        this.together.meet(people, standing, roster, you);
        this.people.show(people, standing);
        this.#requests.show(people, standing);
      },
      standing: standing => this.#stand(standing),
      sharedSince: milliseconds => (this.#sessionStart = this.blocks.sessionStart = milliseconds),
      blockChanged: block => this.together.blockChanged(block),
      noBlocks: () => this.together.noBlocks(),
    });
    this.#wireButtons();
    this.#wireTerminal();
    document.addEventListener('keydown', event => !event.defaultPrevented && !this.#ownKey(event) && this.#writesAnywhere(event));
  }

  /** The visit that begins. */
  set visit(viewing: Viewing) {
    this.page.viewing = viewing;
    this.together.visit = viewing.together;
  }

  /** Who is here now. */
  get here(): readonly Group[] {
    return this.#here;
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
    this.together.visit = null;
    this.terminal.mayType = false;
    this.#control.standing(null);
    this.#panel.close();
    this.#requests.clear();
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

  /** Puts the keys where they belong now: into the program that runs, else into the draft. */
  type() {
    if (this.together.running) this.terminal.focus();
    else this.together.draft.editor.focus();
  }

  /** Goes to where somebody points, and offers to follow; one's own avatar opens the people. */
  meet(group: Group) {
    if (group.isYou) return this.people.open();
    this.together.following.stop();
    toast(this.together.goToPerson(group), { key: 'goTo', passes: true, buttons: [{ text: 'Follow', press: () => this.follow(group) }] });
  }

  follow(group: Group) {
    this.#panel.close();
    this.together.following.start(group);
  }

  /** Goes to what somebody points at, in the terminal where it is there, else in the session's history. The focus stays. */
  async goTo(pointed: Pointed) {
    const number = pointed.text?.from.block ?? pointed.blocks?.[0]?.from;
    if (this.terminal.holds(pointed) || number === undefined) {
      this.reader.close();
      if (number === undefined) this.terminal.scrollToNewest();
      return this.terminal.scrollTo(pointed);
    }
    await this.#know(number);
    const block = this.blocks.get(number);
    if (block && this.reader.block !== number) await this.reader.open(block, { quiet: true });
    this.reader.scrollTo(pointed);
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

  jumpByHand(block: number) {
    this.together.scrolled();
    this.jump(block);
  }

  goToOldest() {
    this.together.scrolled();
    this.terminal.scrollToOldest();
  }

  goToNewest() {
    this.together.scrolled();
    this.terminal.scrollToNewest();
  }

  openFind() {
    this.together.scrolled();
    this.find.open();
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
    await this.#know(block);
    if (!this.blocks.get(block)) return toast(`Block ${block} is not in this session’s history.`, { warning: true });
    this.blocks.select(block);
    this.jump(block);
  }

  /** Loads older blocks until that one is known, or all are. */
  async #know(block: number) {
    for (let known = -1; !this.blocks.get(block) && this.blocks.size > known; ) {
      known = this.blocks.size;
      await this.page.viewing?.loadOlderBlocks();
    }
  }

  #stand(standing: Standing) {
    if (!standing.mayType) this.page.viewing?.typing.drop();
    if (this.terminal.mayType !== standing.mayType) this.terminal.mayType = standing.mayType;
    this.#control.standing(standing);
  }

  /** Where keys go is another: into the terminal, into the draft, or nowhere. */
  #keysMoved() {
    const keys = this.terminal.isFocused ? 'terminal' : this.together.draft.editor.isFocused ? 'draft' : null;
    this.#control.keys(keys, this.together.running !== null);
  }

  #looks() {
    this.together.looks(this.terminal.isAtNewest && this.reader.block === null);
  }

  /** At a prompt, what is typed with the focus nowhere is written into the draft. */
  #writesAnywhere(event: KeyboardEvent) {
    const isText = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.altKey && !event.metaKey;
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (isText && isNowhere && this.page.standing?.mayType && !this.together.running) this.together.draft.editor.focus();
  }

  #sessionCopies(text: string) {
    if (document.body.dataset.state !== 'live') return; // what was copied before somebody looked
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const remove = toast(`The session copied “${shown}”.`, { key: 'sessionCopies', buttons: [{ text: 'Copy it here', press: () => void copy(text, 'what the session copied') }] });
    setTimeout(remove, 15_000);
  }

  #selected(blocks: number[]) {
    this.together.selectedBlocks(blocks);
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
    element.addEventListener('focusin', () => this.#keysMoved());
    element.addEventListener('focusout', () => setTimeout(() => this.#keysMoved()));
    terminal.onSelected(() => this.together.selected(terminal.pointed));
    terminal.onScrolled(() => this.together.scrolled());
    element.addEventListener('contextmenu', event => this.#terminalMenu(event));
    guardPaste(element, terminal);

    const newest = byId('newest');
    const older = byId('older-output');
    newest.prepend(icon('down'));
    older.prepend(icon('up'));
    newest.addEventListener('click', () => this.goToNewest());
    older.addEventListener('click', () => this.#openOlder());
    terminal.onMoved(
      onNextFrame(() => {
        newest.hidden = terminal.isAtNewest;
        older.hidden = terminal.isAtNewest || !terminal.isAtOldest || this.#oldestReached === null;
        this.#looks();
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
      ['find-button', 'find', 'Find', 'Find in the output (Ctrl F)', () => this.openFind()],
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
    const own = !control || (typing && !event.shiftKey) ? undefined : key === 'k' ? () => this.showActions() : key === 'f' ? () => this.openFind() : undefined;
    const escape = event.key === 'Escape' && !typing && isDrawerOpen() ? closeDrawer : undefined;
    const act = own ?? escape;
    if (!act) return false;
    event.preventDefault();
    if (event.type === 'keydown') act();
    return true;
  }
}
