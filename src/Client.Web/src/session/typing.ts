import { ConnectionLost, type ViewerConnection } from '../wire/connection';
import type { Refusal } from '../wire/messages';
import { passesByItself } from '../wire/reasons';

const largest = 16 * 1024; // bytes in one message, as docs/protocol.md has it
const most = 1024 * 1024; // bytes that may wait; a larger paste is a mistake better told than sent
const patience = 5_000; // ms that input waits for a sharer that is reconnecting: longer, and keys would come out of the blue
const againAfter = 100; // ms

type Typist = Pick<ViewerConnection, 'type'>;

/**
 * Input on its way to the session, in order and exactly once: numbered when it is first sent, one piece under way at a time, sent again over the next connection
 * unless the session has it. What is typed meanwhile is joined into the next piece.
 */
export class Typing {
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #next = 1;
  #underWay: { number: number; bytes: Uint8Array } | null = null;
  #connection: Typist | null = null;
  #turning = false;
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

  /** Goes on over this connection: the session took in numbers up to `typedThrough`. */
  attach(connection: Typist, typedThrough: number) {
    this.#connection = connection;
    if (this.#underWay && this.#underWay.number <= typedThrough) this.#underWay = null;
    this.#next = Math.max(this.#next, typedThrough + 1);
    void this.#turn();
  }

  detach() {
    this.#connection = null;
  }

  /** Drops what waits: it may not be typed any more. */
  drop() {
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #turn() {
    if (this.#turning) return;
    this.#turning = true;
    while (this.#connection && (this.#underWay ??= this.#piece())) await this.#send(this.#connection, this.#underWay);
    this.#turning = false;
  }

  async #send(connection: Typist, piece: { number: number; bytes: Uint8Array }) {
    try {
      const refused = await this.#insist(connection, piece);
      if (this.#underWay === piece) this.#underWay = null;
      if (!refused) return;
      this.#next = Math.min(this.#next, piece.number); // not used up
      this.drop();
      this.#lost(refused);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (this.#connection === connection) this.#connection = null; // the next one sends it again
    }
  }

  async #insist(connection: Typist, { number, bytes }: { number: number; bytes: Uint8Array }): Promise<Refusal | null> {
    for (const begun = Date.now(); ; await new Promise(resolve => setTimeout(resolve, againAfter))) {
      const { refused } = await connection.type(number, bytes);
      if (!refused) return null;
      const mayPass = refused.reason === 'sharerAway' || refused.reason === 'rateLimit' || passesByItself(refused.reason);
      if (!mayPass || Date.now() - begun >= patience) return refused;
    }
  }

  #piece() {
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
