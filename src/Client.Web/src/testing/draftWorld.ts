import { Text, type ChangeSet } from '@codemirror/state';
import { setOf } from '../session/draft/limits';
import { SharedDraft } from '../session/draft/sharedDraft';
import { ConnectionLost } from '../wire/connection';
import type { DraftChange, DraftEdit, DraftUpdate, EditDraftReply, EditDraftRequest, ReadDraftReply, Refusal } from '../wire/messages';
import { randomFrom } from './random';

const refusal = (reason: string): Refusal => ({ reason, text: reason });
const mostInserted = 8_192;
const mostChanges = 256;

/** The session's draft as docs/protocol.md has it: a text, and a numbered list of edits. */
class Authority {
  text = '';
  number = 0;
  edits: DraftEdit[] = [];
  readonly edited = new Map<string, number>();
  readonly barred = new Set<string>();
  tell: (update: DraftUpdate) => void = () => {};

  edit(participant: string, { number, edit, changes }: EditDraftRequest): EditDraftReply {
    if (this.barred.has(participant)) return { refused: refusal('roleTooLow') };
    if (edit <= (this.edited.get(participant) ?? 0)) return { number: this.number };
    if (number !== this.number) return { refused: refusal('draftMoved'), number: this.number };
    const inserted = changes.reduce((sum, { insert }) => sum + insert.length, 0);
    if (changes.length === 0 || changes.length > mostChanges || inserted > mostInserted) throw new Error(`No edit: ${changes.length} changes, ${inserted} units.`);
    this.edited.set(participant, edit);
    this.#append({ participant, edit, cause: 'edit', changes });
    return { number: this.number };
  }

  read(participant: string, after: number): ReadDraftReply {
    const behind = this.edits.filter(({ number }) => number > after);
    const known = behind.length === this.number - after;
    return { draft: known ? { number: this.number, edits: behind } : this.whole, edited: this.edited.get(participant) ?? 0 };
  }

  run(participant: string) {
    const ran = this.text;
    this.#append({ participant, edit: 0, cause: 'run', changes: [{ from: 0, to: ran.length, insert: '' }] });
    return ran;
  }

  giveBack(participant: string, ran: string) {
    this.#append({ participant, edit: 0, cause: 'returned', changes: [{ from: 0, to: 0, insert: this.text ? `${ran}\n` : ran }] });
  }

  /** To another server: numbers go on far above, and older edits are known no more. */
  move() {
    this.number += 1_000;
    this.edits = [];
  }

  get whole(): DraftUpdate {
    return { number: this.number, text: this.text };
  }

  #append(edit: Omit<DraftEdit, 'number'>) {
    this.text = setOf(edit.changes, this.text.length).apply(Text.of(this.text.split('\n'))).toString();
    const whole = { ...edit, number: ++this.number };
    this.edits = [...this.edits, whole].slice(-40);
    this.tell({ number: this.number, edits: [whole] });
  }
}

type Call = { arrive: () => void; lose: () => void };

/** One page: its draft, and a connection on which calls, answers and the stream take as long as the plan says. */
class Page {
  readonly draft: SharedDraft;
  shown = Text.empty;
  refused = 0;
  readonly #calls: Call[] = [];
  readonly #answers: Call[] = [];
  readonly #stream: DraftUpdate[] = [];
  #connected = false;
  readonly name: string;
  readonly #authority: Authority;

  constructor(name: string, authority: Authority) {
    this.name = name;
    this.#authority = authority;
    this.draft = new SharedDraft({
      told: ({ changes }) => (this.shown = changes.apply(this.shown)),
      moved: () => {},
      dropped: () => this.refused++,
    });
  }

  get isConnected() {
    return this.#connected;
  }

  get isBusy() {
    return this.#calls.length + this.#answers.length + this.#stream.length > 0;
  }

  edit(changes: readonly DraftChange[]) {
    const set: ChangeSet = setOf(changes, this.shown.length);
    this.shown = set.apply(this.shown);
    this.draft.edit(set);
  }

  connect() {
    this.#connected = true;
    this.#stream.push(this.#authority.whole);
    this.draft.attach(
      {
        editDraft: request => this.#call(() => this.#authority.edit(this.name, request)),
        readDraft: after => this.#call(() => this.#authority.read(this.name, after)),
        run: async () => ({}),
      },
      this.name,
    );
  }

  cut() {
    this.#connected = false;
    this.#stream.length = 0;
    for (const call of [...this.#calls.splice(0), ...this.#answers.splice(0)]) call.lose();
    this.draft.detach();
  }

  tell(update: DraftUpdate) {
    if (this.#connected) this.#stream.push(update);
  }

  /** Something on its way arrives: a call at the session, an answer or an item of the stream here. */
  arrive(which: 'call' | 'answer' | 'item') {
    if (which === 'call') this.#calls.shift()?.arrive();
    else if (which === 'answer') this.#answers.shift()?.arrive();
    else {
      const item = this.#stream.shift();
      if (item) this.draft.take(item);
    }
  }

  #call<T>(act: () => T): Promise<T> {
    return new Promise((answer, lose) => {
      const lost = () => lose(new ConnectionLost());
      this.#calls.push({
        arrive: () => {
          const reply = act();
          this.#answers.push({ arrive: () => answer(reply), lose: lost });
        },
        lose: lost,
      });
    });
  }
}

/** Several pages write one draft, as a seed has it. */
export class DraftWorld {
  readonly authority = new Authority();
  readonly pages: Page[];
  readonly happened: Record<string, number> = {};
  readonly #random: () => number;
  #ran: string[] = [];

  constructor(seed: number, pages: number) {
    this.#random = randomFrom(seed);
    this.pages = Array.from({ length: pages }, (_, i) => new Page(`p${i}`, this.authority));
    this.authority.tell = update => this.pages.forEach(page => page.tell(update));
    for (const page of this.pages) page.connect();
  }

  /** `gentle`: nothing that takes away what somebody wrote. */
  async step({ gentle = false } = {}) {
    const page = this.pages[this.#below(this.pages.length)]!;
    const chance = this.#random();
    if (chance < 0.25) this.#edit(page, gentle);
    else if (chance < 0.88) page.arrive((['call', 'answer', 'item'] as const)[this.#below(3)]!);
    else if (chance < 0.92) this.#cutOrConnect(page);
    else if (chance < 0.925) this.#did('moved', () => this.#move());
    else if (!gentle && chance < 0.94) this.#did('role', () => (this.authority.barred.delete(page.name) ? undefined : void this.authority.barred.add(page.name)));
    else if (!gentle && chance < 0.95) this.#did('ran', () => void this.#ran.push(this.authority.run(page.name)));
    else if (!gentle && chance < 0.96 && this.#ran.length > 0) this.#did('returned', () => this.authority.giveBack(page.name, this.#ran.pop()!));
    await flush();
  }

  /** Everybody is connected and may write, and everything arrives. */
  async settle() {
    this.authority.barred.clear();
    for (const page of this.pages) if (!page.isConnected) page.connect();
    do {
      for (const page of this.pages) for (const which of ['item', 'call', 'answer'] as const) page.arrive(which);
      await flush();
    } while (this.pages.some(page => page.isBusy));
  }

  #edit(page: Page, gentle: boolean) {
    const { length } = page.shown;
    const from = this.#below(length + 1);
    const to = gentle || this.#random() < 0.6 ? from : Math.min(length, from + this.#below(6));
    const insert = this.#random() < 0.01 ? `<${'x'.repeat(9_000)}>` : !gentle && this.#random() < 0.2 ? '' : `<${page.name}>`;
    if (from === to && insert === '') return;
    this.#did('edited', () => page.edit([{ from, to, insert }]));
    if (insert !== '') this.#did('inserted', () => {});
  }

  #cutOrConnect(page: Page) {
    if (page.isConnected) this.#did('cut', () => page.cut());
    else page.connect();
  }

  #move() {
    this.authority.move();
    for (const page of this.pages) if (page.isConnected) page.cut();
  }

  #did(what: string, act: () => void) {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
    act();
  }

  #below = (end: number) => Math.floor(this.#random() * end);
}

/** Until everything that waited for an answer has gone on. */
async function flush() {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

