import { ConnectionLost, type ViewerConnection } from '../wire/connection';
import type { Refusal, TypeReply } from '../wire/messages';
import { passesByItself } from '../wire/reasons';
import { TakenInput, type Piece } from './takenInput';

const largest = 16 * 1024; // bytes in one message, as docs/protocol.md has it
const most = 1024 * 1024; // bytes that may wait; a larger paste is a mistake better told than sent
const patience = 5_000; // ms that input waits for a sharer that is reconnecting: longer, and keys would come out of the blue
const againAfter = 100; // ms
const againLater = 1_000; // ms
const confirmAfter = 1_000; // ms without a key until it is asked whether what was typed has been dealt with

type Typist = Pick<ViewerConnection, 'type'>;

/**
 * Input on its way to the session, in order and exactly once: numbered when it is first sent, one piece under way at a time, sent again over the next connection
 * unless the session has it. What is typed meanwhile is joined into the next piece. What was taken in is kept until the sharer's client has dealt with it.
 */
export class Typing {
  readonly #taken = new TakenInput();
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #next = 1;
  #underWay: Piece | null = null;
  #connection: Typist | null = null;
  #turning = false;
  #confirming: ReturnType<typeof setTimeout> | undefined;
  readonly #lost: (refusal: Refusal) => void;

  /** `lost`: what was typed does not arrive, and why. */
  constructor(lost: (refusal: Refusal) => void) {
    this.#lost = lost;
  }

  add(bytes: Uint8Array) {
    if (bytes.length === 0) return;
    if (this.#bytes + bytes.length > most) return this.#lost({ reason: 'busy', text: 'That is more than 1 MiB of input at once; nothing of it was typed.' });
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    void this.#turn();
  }

  /** Goes on over this connection: the session took in numbers up to `typedThrough`. A piece under way is sent again though it is among them: only its answer tells whether it was dealt with. */
  attach(connection: Typist, typedThrough: number) {
    this.#connection = connection;
    this.#next = Math.max(this.#next, typedThrough + 1);
    this.#taken.from(typedThrough + 1);
    void this.#turn();
  }

  detach() {
    this.#connection = null;
  }

  /** Drops what waits, and what the session had not passed on: it may not be typed any more. */
  drop() {
    this.#dropWaiting();
    this.#taken.clear();
  }

  #dropWaiting() {
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #turn() {
    if (this.#turning) return;
    this.#turning = true;
    clearTimeout(this.#confirming);
    for (let piece; this.#connection && (piece = this.#taken.again ?? (this.#underWay ??= this.#piece())); )
      await this.#send(this.#connection, piece);
    this.#turning = false;
    if (this.#connection && this.#taken.oldest !== undefined) this.#confirming = setTimeout(() => this.#confirm(), confirmAfter);
  }

  /** Sends the newest piece again: the answer tells what was dealt with, or that the session knows nothing of it. */
  #confirm() {
    this.#taken.confirm();
    void this.#turn();
  }

  async #send(connection: Typist, piece: Piece) {
    try {
      this.#answered(piece, await this.#insist(connection, piece));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (this.#connection === connection) this.#connection = null; // the next one sends it again
    }
  }

  #answered(piece: Piece, { refused, written = 0, epoch = 0 }: TypeReply) {
    this.#taken.written(written);
    if (refused?.reason === 'gap' && refused.expected != null && this.#taken.from(refused.expected)) return;
    if (piece !== this.#underWay) return refused ? this.#taken.clear() : this.#taken.passed(piece.number);
    this.#underWay = null;
    if (refused) {
      this.#next = Math.min(this.#next, piece.number); // not used up
      this.drop();
      this.#lost(refused);
    } else if (epoch > 0 && written < piece.number) this.#taken.add({ ...piece, epoch });
  }

  async #insist(connection: Typist, piece: Piece): Promise<TypeReply> {
    for (const begun = Date.now(); ; ) {
      const oldest = this.#taken.oldest;
      const reply = await connection.type(oldest === undefined ? piece : { ...piece, oldest });
      const { refused } = reply;
      if (!refused || refused.reason === 'gap') return reply;
      const mayPass = refused.reason === 'sharerAway' || refused.reason === 'rateLimit' || passesByItself(refused.reason);
      const isLate = Date.now() - begun >= patience;
      if (!mayPass || (isLate && piece.epoch === undefined)) return reply;
      if (isLate && !this.#underWay && this.#bytes > 0) {
        this.#dropWaiting(); // it would come out of the blue; the piece itself was taken in, and waits as it would have in the session
        this.#lost(refused);
      }
      await new Promise(resolve => setTimeout(resolve, isLate ? againLater : againAfter));
    }
  }

  #piece(): Piece | null {
    if (this.#bytes === 0) return null;
    const bytes = new Uint8Array(Math.min(this.#bytes, largest));
    for (let at = 0; at < bytes.length; ) {
      const first = this.#waiting[0]!;
      const part = first.subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
      if (part.length === first.length) this.#waiting.shift();
      else this.#waiting[0] = first.subarray(part.length);
    }
    this.#bytes -= bytes.length;
    return { number: this.#next++, bytes };
  }
}
