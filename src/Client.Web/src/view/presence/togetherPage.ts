import type { ShownBlock } from '../../session/blocks';
import type { Told } from '../../session/draft/draftCopy';
import type { Group } from '../../session/people';
import type { Standing } from '../../session/standing';
import type { Together, TogetherView } from '../../session/together';
import type { DraftCursor, Pointed, Refusal, Role, Roster, Run } from '../../wire/messages';
import type { BlockList } from '../blocks/blockList';
import type { BlockReader } from '../blocks/reader';
import type { OtherCursor } from '../draft/cursors';
import { DraftBar } from '../draft/draftBar';
import { onNextFrame } from '../onNextFrame';
import type { Avatars } from '../people/avatars';
import { colourOf } from '../people/person';
import type { Pointing, TerminalView } from '../terminal/terminalView';
import { toast } from '../toast';
import { Following } from './following';
import { OwnPresence, rangesOf } from './ownPresence';
import { pointedText, stateOf, typingText, whereaboutsOf, type States } from './whereabouts';

const startsWithin = 400; // ms behind a run: a program that still runs then wants the keys

/** A cursor as it was told, and where it stands in the text here; null: it does not yet, or not any more. */
type Placed = { told: string; cursor: OtherCursor | null };

export type TogetherUse = {
  terminal: TerminalView;
  blocks: BlockList;
  reader: BlockReader;
  avatars: Avatars;
  /** Goes to what is pointed at. */
  goTo(pointed: Pointed): void;
  /** Whether the draft has the focus, or whether something runs, is another. */
  keysMoved(): void;
};

/** What people do together, as the page shows it: where everyone points and is, the draft with their cursors, whom this page follows. */
export class TogetherPage implements TogetherView {
  readonly own = new OwnPresence();
  readonly following = new Following(() => this.#follow());
  readonly draft: DraftBar;
  readonly #use: TogetherUse;
  readonly #draw = onNextFrame(() => this.#drawNow()); // however often something changes, and not while the page is hidden
  #together: Together | null = null;
  #you: string | null = null;
  #role: Role | null = null;
  #people: Group[] = [];
  #names = new Map<string, { name: string; colour: string }>();
  #states: States = new Map();
  #placed = new Map<string, Placed>();
  #running: ShownBlock | null = null;
  #goesBack = false; // to the draft, once the program that this person ran has ended
  #went = '';

  constructor(use: TogetherUse) {
    this.#use = use;
    this.draft = new DraftBar(() => this.#runDraft(), {
      edited: () => this.own.typed(),
      moved: () => {
        this.#tellCursor();
        use.keysMoved();
      },
    });
  }

  /** The visit of this moment. */
  set visit(together: Together | null) {
    this.#together = together;
    this.draft.editor.draft = together?.draft ?? null;
    this.own.shown = together?.shown ?? null;
    this.presence(new Map());
    this.following.stop();
    if (!together) this.draft.standing(null);
  }

  /** The command that runs; null: none that is known of. */
  get running() {
    return this.#running;
  }

  meet(people: Group[], standing: Standing, roster: Roster, you: string | null) {
    this.#people = people;
    this.#you = you;
    this.#names = new Map(roster.participants.map(({ id, person }) => [id, { name: person.name, colour: colourOf(person) }]));
    this.draft.standing(standing);
    if (!standing.mayType) this.#together?.draft.drop();
    if (standing.role !== this.#role) this.#together?.shown.showAgain(); // what the one before hid
    this.#role = standing.role;
    this.following.meet(people);
  }

  blockChanged(block: ShownBlock) {
    const ended = this.#running?.number === block.number && block.state !== 'running';
    if (block.state === 'running' && block.number >= (this.#running?.number ?? 0)) this.#running = block;
    else if (ended) this.#running = null;
    else return;
    if (ended && this.#goesBack && this.#use.terminal.isFocused) this.draft.editor.focus();
    if (ended) this.#goesBack = false;
    this.#use.keysMoved();
  }

  noBlocks() {
    this.#running = null;
  }

  /** Somebody here scrolled by hand. */
  scrolled() {
    this.following.stop('you scrolled');
  }

  /** Keys went to the program: the terminal shows it. */
  typed() {
    this.own.typed();
    this.following.stop('you type');
  }

  /** Where this page looks. */
  looks(isAtNewest: boolean) {
    const who = this.following.who;
    const participant = who?.isSharer ? null : who?.participants[0]?.id;
    this.own.follow = who?.isSharer ? { sharer: true } : participant ? { participant } : isAtNewest ? { live: true } : { scrolled: true };
  }

  selected(pointed: Pointed | null) {
    this.own.selection = pointed;
  }

  selectedBlocks(blocks: readonly number[]) {
    this.#draw();
    this.own.selection = blocks.length > 0 ? { blocks: rangesOf(blocks) } : this.#use.terminal.pointed;
  }

  /** Goes to where a person points, or is, and says so. `quiet`: the focus stays where it is. */
  goToPerson(group: Group, { quiet = false } = {}): string {
    const lead = this.#leadOf(group);
    return lead === group ? this.#goTo(group, quiet) : `${group.person.name} follows ${lead.person.name}. ${this.#goTo(lead, quiet)}`;
  }

  // What the session tells --------------------------------------------------------------------------------------------------------------

  presence(states: States) {
    this.#states = states;
    this.#draw();
  }

  told(told: Told) {
    this.draft.editor.take(told);
  }

  moved() {
    this.#draw();
    this.#tellCursor();
  }

  dropped(refusal: Refusal) {
    toast(`Not taken into the draft: ${refusal.text}`, { key: 'draft', warning: true });
  }

  run(run: Run, wasSo: boolean) {
    const isOwn = run.participant === this.#you;
    this.draft.ran(run, isOwn, !wasSo);
    if (!isOwn || run.state !== 'ran' || wasSo) return;
    this.following.stop('you ran a command');
    this.#use.reader.close();
    this.#use.terminal.scrollToNewest();
    setTimeout(() => this.#handOver(), startsWithin);
  }

  // Inside ------------------------------------------------------------------------------------------------------------------------------

  #drawNow() {
    const pointings = this.#pointings();
    this.#use.terminal.show([...this.#ownBlocks(), ...pointings]);
    this.#use.reader.pointings = pointings;
    this.#use.blocks.point(pointings);
    this.#markAvatars();
    this.#showCursors();
    this.#follow();
  }

  #runDraft(): Promise<Refusal | null> {
    return this.#together?.draft.run() ?? Promise.resolve(null);
  }

  #goTo(group: Group, quiet: boolean): string {
    const state = stateOf(group, this.#states);
    const { name } = group.person;
    if (state?.selection) {
      this.#use.goTo(state.selection);
      return `${name} points at ${pointedText(state.selection)}.`;
    }
    if (state?.cursor && !quiet) {
      this.#goToCursor(state.cursor);
      return `${name} is in the draft.`;
    }
    if (state?.follow?.scrolled) return `${name} reads older output, and points at nothing.`;
    if (!state && !group.isSharer) return `${name} shows nothing just now.`;
    this.#use.reader.close();
    this.#use.terminal.scrollToNewest();
    return `${name} is at the newest output.`;
  }

  /** Whom a person follows, who then sees what that one shows; else, and where they point at something themselves, the person. */
  #leadOf(group: Group): Group {
    const { follow, selection } = stateOf(group, this.#states) ?? {};
    if (selection) return group;
    const lead = this.#people.find(other => !other.isYou && (follow?.sharer ? other.isSharer : other.participants.some(({ id }) => id === follow?.participant)));
    return lead ?? group;
  }

  /** What this person ran still runs: their keys go to it, unless they write on. */
  #handOver() {
    const { terminal } = this.#use;
    if (!this.#running || !terminal.mayType || !this.draft.editor.isFocused || this.draft.editor.text !== '') return;
    this.#goesBack = true;
    terminal.focus();
  }

  #goToCursor(cursor: DraftCursor) {
    const place = this.#together?.draft.place(cursor);
    if (place && place !== 'later') this.draft.editor.reveal(place.head);
    this.draft.editor.focus();
  }

  #follow() {
    const { who } = this.following;
    this.looks(this.#use.terminal.isAtNewest && this.#use.reader.block === null);
    if (!who) {
      this.#went = '';
      return;
    }
    const lead = this.#leadOf(who);
    const state = stateOf(lead, this.#states);
    const went = JSON.stringify([lead.key, state?.selection ?? null, state?.follow ?? null]);
    if (went === this.#went) return;
    this.#went = went;
    this.goToPerson(who, { quiet: true });
  }

  #ownBlocks(): Pointing[] {
    const { selected } = this.#use.blocks;
    return selected.length > 0 ? [{ pointed: { blocks: rangesOf(selected) } }] : [];
  }

  #pointings(): Required<Pointing>[] {
    return [...this.#states].flatMap(([participant, { selection }]) => {
      const person = participant === this.#you ? undefined : this.#names.get(participant);
      return selection && person ? [{ pointed: selection, ...person }] : [];
    });
  }

  #markAvatars() {
    const [sharer] = this.#people;
    const nameOf = (participant: string) => this.#names.get(participant)?.name ?? null;
    this.#use.avatars.mark(group => (group.isYou && group.participants.length === 1 ? { sign: null, text: null } : whereaboutsOf(stateOf(group, this.#states), nameOf, sharer?.person.name ?? '')));
    const typing = this.#people.filter(group => !group.isYou && group.participants.some(({ id }) => this.#states.get(id)?.typing));
    this.draft.typing(typingText(typing.map(({ person }) => person.name)));
  }

  #tellCursor() {
    const { editor } = this.draft;
    const { anchor, head } = editor.selection;
    this.own.cursor = editor.isFocused && this.#use.terminal.mayType ? (this.#together?.draft.cursor(anchor, head) ?? null) : null;
  }

  /** A cursor that was told anew is placed by what was told; the others moved with the text. */
  #showCursors() {
    const { editor } = this.draft;
    const now = new Map(editor.cursors.map(cursor => [cursor.participant, cursor]));
    const placed = new Map<string, Placed>();
    for (const [participant, { cursor }] of this.#states) {
      const person = this.#names.get(participant);
      if (!cursor || !person || participant === this.#you) continue;
      const told = JSON.stringify(cursor);
      const before = this.#placed.get(participant);
      const stands = before?.told === told && before.cursor ? now.get(participant) : undefined;
      const place = stands ?? this.#together?.draft.place(cursor);
      placed.set(participant, { told, cursor: place && place !== 'later' ? { participant, ...person, anchor: place.anchor, head: place.head } : null });
    }
    const shown = [...placed.values()].flatMap(({ cursor }) => cursor ?? []);
    this.#placed = placed;
    if (JSON.stringify(shown) !== JSON.stringify(editor.cursors)) editor.showCursors(shown);
  }
}
