const most = 1024 * 1024; // bytes kept; a session holds 256 KiB by default, and beyond this the oldest is forgotten

/** Numbered input; `epoch`: for whose program the session took it in. */
export type Piece = { number: number; bytes: Uint8Array; epoch?: number };

/**
 * Input that the session took in and the sharer's client has not dealt with yet. Who holds it meanwhile may be killed: it is kept, and sent again from the number that is
 * asked for. The sharer's client drops what it has.
 */
export class TakenInput {
  #pieces: Piece[] = [];
  #bytes = 0;
  #from: number | undefined;

  /** The lowest number kept. */
  get oldest() {
    return this.#pieces[0]?.number;
  }

  /** The piece to send again now. */
  get again() {
    const from = this.#from;
    return from === undefined ? undefined : this.#pieces.find(piece => piece.number >= from);
  }

  add(piece: Piece) {
    this.#pieces.push(piece);
    this.#bytes += piece.bytes.length;
    while (this.#bytes > most) this.#bytes -= this.#pieces.shift()!.bytes.length;
  }

  /** Numbers up to this one were dealt with. */
  written(number: number) {
    while (this.#pieces.length > 0 && this.#pieces[0]!.number <= number) this.#bytes -= this.#pieces.shift()!.bytes.length;
    if (this.#from !== undefined) this.from(this.#from);
  }

  /** What is kept from this number on is to be sent again; false: nothing is. */
  from(number: number) {
    this.#from = this.#pieces.some(piece => piece.number >= number) ? number : undefined;
    return this.#from !== undefined;
  }

  /** The piece that was sent again was taken in, or had been. */
  passed(number: number) {
    if (this.#from !== undefined) this.from(Math.max(this.#from, number + 1));
  }

  /** The newest piece is sent again. */
  confirm() {
    this.#from = this.#pieces.at(-1)?.number;
  }

  clear() {
    this.#pieces = [];
    this.#bytes = 0;
    this.#from = undefined;
  }
}
