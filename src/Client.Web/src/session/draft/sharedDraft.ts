import type { ChangeSet } from '@codemirror/state';
import { ConnectionLost, type ViewerConnection } from '../../wire/connection';
import type { DraftCursor, DraftUpdate, Refusal } from '../../wire/messages';
import { passesByItself } from '../../wire/reasons';
import { DraftCopy, type Told } from './draftCopy';

const againAfter = 100; // ms

type Drafter = Pick<ViewerConnection, 'editDraft' | 'readDraft' | 'run'>;

/** What shows the draft. */
export interface DraftView {
  /** Others, or the session, changed the text. */
  told(told: Told): void;

  /** Number, or what is confirmed, is another. */
  moved(): void;

  /** Own edits were not taken, and are gone. */
  dropped(refusal: Refusal): void;
}

const mayPass = ({ reason }: Refusal) => reason === 'rateLimit' || passesByItself(reason);

const offline: Refusal = { reason: 'notConnected', text: 'The connection is being made again just now; try again in a moment.' };

/** The draft as all who may edit write it together: own edits show at once and go out one at a time, sent again over the next connection unless the session has them. */
export class SharedDraft {
  #connection: Drafter | null = null;
  #you = '';
  #from = 0; // the number below which sending waits for what others did
  #turning = false;
  readonly #copy: DraftCopy;
  readonly #view: DraftView;
  readonly #settling = new Set<(refused: Refusal | null) => void>();

  constructor(view: DraftView) {
    this.#view = view;
    this.#copy = new DraftCopy(told => view.told(told));
  }

  /** The text, own edits included. */
  get text() {
    return this.#copy.text;
  }

  edit(changes: ChangeSet) {
    this.#copy.edit(changes);
    void this.#turn();
  }

  place = (cursor: DraftCursor) => this.#copy.place(cursor);

  cursor = (anchor: number, head: number) => this.#copy.cursor(anchor, head);

  /** Takes in what the stream tells. */
  take(update: DraftUpdate) {
    this.#copy.take(update);
    this.#moved();
  }

  attach(connection: Drafter, you: string) {
    this.#connection = connection;
    this.#you = you;
    this.#from = 0;
    this.#copy.sendAgain();
  }

  detach() {
    this.#connection = null;
    this.#settle(offline);
  }

  /** Own edits can't be taken any more: the text is the session's again. */
  drop() {
    if (!this.#copy.isSettled) this.#copy.drop();
    this.#moved();
  }

  /** Runs the draft as the person sees it now; why not, where it is refused. */
  async run(): Promise<Refusal | null> {
    const seen = this.text;
    const refused = await this.#settled();
    if (refused) return refused;
    if (this.text !== seen) return { reason: 'draftMoved', text: 'The draft was changed meanwhile.' };
    try {
      return (await this.#connection?.run(this.#copy.number))?.refused ?? null;
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return { reason: 'notConnected', text: 'The connection was lost: look whether it ran.' };
    }
  }

  /** Once every own edit is confirmed; why it will not be. */
  #settled(): Promise<Refusal | null> {
    if (!this.#connection) return Promise.resolve(offline);
    return this.#copy.isSettled ? Promise.resolve(null) : new Promise(settled => this.#settling.add(settled));
  }

  #settle(refused: Refusal | null) {
    for (const settled of this.#settling) settled(refused);
    this.#settling.clear();
  }

  #moved() {
    if (this.#copy.isSettled) this.#settle(null);
    this.#view.moved();
    void this.#turn();
  }

  async #turn() {
    if (this.#turning) return;
    this.#turning = true;
    while (this.#connection && (await this.#step(this.#connection)));
    this.#turning = false;
  }

  /** Sends or asks for one thing; false: there is nothing to do until something happens. */
  async #step(connection: Drafter): Promise<boolean> {
    try {
      return this.#copy.mustRead ? await this.#read(connection) : await this.#send(connection);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (this.#connection === connection) this.#connection = null; // the next one goes on
      return true;
    }
  }

  async #send(connection: Drafter): Promise<boolean> {
    const request = this.#copy.number >= this.#from ? this.#copy.next(this.#you) : null;
    if (!request) return false;
    const { refused, number = 0 } = await connection.editDraft(request);
    if (!refused || connection !== this.#connection) return true;
    if (refused.reason === 'draftMoved') {
      this.#from = number;
      this.#copy.sendAgain();
    } else if (mayPass(refused)) {
      await again();
      this.#copy.sendAgain();
    } else {
      this.#refused(refused);
    }
    return true;
  }

  async #read(connection: Drafter): Promise<boolean> {
    const reply = await connection.readDraft(this.#copy.number);
    if (connection !== this.#connection) return true;
    if (reply.refused && mayPass(reply.refused)) {
      await again();
      return true;
    }
    if (reply.refused || !reply.draft) {
      this.#refused(reply.refused ?? { reason: 'serverFault', text: 'The draft can’t be read.' });
      return false;
    }
    this.#copy.takeRead(reply.draft, reply.edited ?? 0, this.#you);
    if (this.#copy.isSettled) this.#settle(null);
    this.#view.moved();
    return true;
  }

  #refused(refusal: Refusal) {
    this.#copy.drop();
    this.#settle(refusal);
    this.#view.dropped(refusal);
  }
}

const again = () => new Promise(resolve => setTimeout(resolve, againAfter));
