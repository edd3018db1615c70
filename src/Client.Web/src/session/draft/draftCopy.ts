import { ChangeSet, Text } from '@codemirror/state';
import type { DraftCursor, DraftEdit, DraftUpdate, EditDraftRequest } from '../../wire/messages';
import { between, changesOf, parted, setOf } from './limits';

/** What happened to the text here; `author` where somebody else's edit did it, `drops`: own edits are gone, and nothing of them can be undone. */
export type Told = { changes: ChangeSet; author: string | null; drops: boolean };

type UnderWay = { edit: number; changes: ChangeSet; sentBy: string; isSent: boolean };

const mostMapped = 100; // edits over which a position that somebody still knows can be mapped

/**
 * This page's copy of the draft: the text as the session has it, behind it the one own edit that is under way, and behind that what was typed since. Others' edits move
 * these along (docs/protocol.md, section 6b). No connection, no clock.
 */
export class DraftCopy {
  #confirmed = Text.empty;
  #number = 0;
  #edit = 0;
  #underWay: UnderWay | null = null;
  #waiting: ChangeSet | null = null;
  #mustRead = false;
  #missed = 0;
  readonly #mapped: { number: number; changes: ChangeSet }[] = [];
  readonly #told: (told: Told) => void;

  /** `told` hears what others, or the session, did to the text. */
  constructor(told: (told: Told) => void) {
    this.#told = told;
  }

  /** Of the text that the session has, as far as it is known here. */
  get number() {
    return this.#number;
  }

  /** The text, own edits included. */
  get text(): string {
    return this.#pending().apply(this.#confirmed).toString();
  }

  /** Whether every own edit is confirmed. */
  get isSettled() {
    return !this.#underWay && !this.#waiting;
  }

  /** Edits are missing, or the whole text came and only the session can say which of one's own are in it: it is to be asked. */
  get mustRead() {
    return this.#mustRead;
  }

  /** This page's person edited the text. */
  edit(changes: ChangeSet) {
    this.#waiting = this.#waiting ? this.#waiting.compose(changes) : changes;
  }

  /** What to send now; null: nothing, or an answer is waited for. Sent again, after a lost connection, it is the same. */
  next(you: string): EditDraftRequest | null {
    if (this.#mustRead) return null;
    if (this.#underWay?.changes.empty) this.#underWay = null; // others left nothing of it, so they were first: it was not taken
    this.#underWay ??= this.#begin(you);
    if (!this.#underWay || this.#underWay.isSent) return null;
    this.#underWay.isSent = true;
    this.#underWay.sentBy = you;
    return { number: this.#number, edit: this.#underWay.edit, changes: changesOf(this.#underWay.changes) };
  }

  /** What was sent is to go out again: others were first, or the connection is another one. */
  sendAgain() {
    if (this.#underWay) this.#underWay.isSent = false;
  }

  /** The session will never take what was sent: own edits are gone. */
  drop() {
    const back = this.#pending().invert(this.#confirmed);
    this.#underWay = this.#waiting = null;
    this.#told({ changes: back, author: null, drops: true });
  }

  /** Takes in what the stream told. */
  take({ number, text, edits }: DraftUpdate) {
    if (typeof text === 'string') this.#takeWhole(number, text);
    for (const edit of edits ?? []) {
      if (edit.number <= this.#number) continue;
      if (edit.number !== this.#number + 1) return this.#miss(number);
      this.#takeEdit(edit);
    }
  }

  /** Takes in what the session answered to who asked: which of one's own edits are in it is known. */
  takeRead(draft: DraftUpdate, edited: number, you: string) {
    const whole = typeof draft.text === 'string';
    if (whole && this.#underWay?.sentBy === you && edited >= this.#underWay.edit) this.#confirm(this.#underWay.changes);
    if (whole) this.sendAgain(); // taken in, and not in the whole text: it died with who held it
    this.#mustRead = false;
    if (whole) this.#replace(draft.number, draft.text!);
    else this.take(draft);
    this.#edit = Math.max(this.#edit, edited);
    this.#mustRead ||= this.#number < this.#missed; // what the stream told while this answer was on its way was left out
  }

  /** Where another's cursor stands in the text here; null: that can't be told any more; `later`: not yet. */
  place({ number, anchor, head }: DraftCursor): { anchor: number; head: number } | 'later' | null {
    if (number > this.#number) return 'later';
    if (number < this.#number - this.#mapped.length) return null;
    const pending = this.#pending();
    const map = (position: number) => {
      let at = position;
      for (const edit of this.#mapped) if (edit.number > number) at = edit.changes.mapPos(Math.min(at, edit.changes.length));
      return pending.mapPos(Math.min(at, pending.length));
    };
    return { anchor: map(anchor), head: map(head) };
  }

  /** A cursor in the text here, as others can be told. */
  cursor(anchor: number, head: number): DraftCursor {
    const back = this.#pending().invertedDesc;
    const map = (position: number) => back.mapPos(Math.min(position, back.length));
    return { number: this.#number, anchor: map(anchor), head: map(head) };
  }

  #begin(you: string): UnderWay | null {
    if (!this.#waiting || this.#waiting.empty) {
      this.#waiting = null;
      return null;
    }
    const { first, rest } = parted(this.#waiting);
    this.#waiting = rest;
    return { edit: ++this.#edit, changes: first, sentBy: you, isSent: false };
  }

  #pending(): ChangeSet {
    const none = ChangeSet.empty(this.#confirmed.length);
    const sent = this.#underWay ? none.compose(this.#underWay.changes) : none;
    return this.#waiting ? sent.compose(this.#waiting) : sent;
  }

  #takeEdit(edit: DraftEdit) {
    const own = this.#underWay;
    const changes = setOf(edit.changes, this.#confirmed.length);
    this.#map(edit.number, changes);
    this.#number = edit.number;
    if (own && edit.cause === 'edit' && edit.participant === own.sentBy && edit.edit === own.edit) return this.#confirm(changes);
    if (edit.cause === 'run') this.drop(); // what was typed meanwhile was meant for the command that runs
    this.#others(changes, edit.cause === 'edit' ? edit.participant : null);
  }

  #takeWhole(number: number, text: string) {
    if (number === this.#number && text === this.#confirmed.toString()) return;
    if (this.isSettled) this.#replace(number, text);
    else this.#miss(number);
  }

  /** Own edits move over whatever the difference is. */
  #replace(number: number, text: string) {
    if (number < this.#number) return;
    this.#mapped.length = 0;
    this.#number = number;
    this.#others(between(this.#confirmed.toString(), text), null);
  }

  /** An edit that is not one's own, made on the text that the session has. */
  #others(changes: ChangeSet, author: string | null) {
    this.#confirmed = changes.apply(this.#confirmed);
    let theirs = changes;
    if (this.#underWay) {
      const own = this.#underWay.changes;
      this.#underWay.changes = own.map(theirs);
      theirs = theirs.map(own, true);
    }
    if (this.#waiting) {
      const own = this.#waiting;
      this.#waiting = own.map(theirs);
      theirs = theirs.map(own, true);
    }
    if (!theirs.empty) this.#told({ changes: theirs, author, drops: false });
  }

  /** Own, and rebased here over the same edits as there: the text does not change. */
  #confirm(changes: ChangeSet) {
    this.#confirmed = changes.apply(this.#confirmed);
    this.#underWay = null;
  }

  #miss(number: number) {
    this.#mustRead = true;
    this.#missed = Math.max(this.#missed, number);
  }

  #map(number: number, changes: ChangeSet) {
    this.#mapped.push({ number, changes });
    if (this.#mapped.length > mostMapped) this.#mapped.shift();
  }
}
