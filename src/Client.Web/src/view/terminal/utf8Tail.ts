/**
 * xterm.js 6.0 loses a character that is cut between two writes behind its first two bytes, when the second is 0x80 (“ ” – — and others). So nothing is written that
 * ends inside a character: its bytes wait for the next write.
 */
export class Utf8Tail {
  #tail = new Uint8Array();

  /** What may be written of these bytes, behind what waited. */
  take(bytes: Uint8Array): Uint8Array {
    const whole = this.#tail.length === 0 ? bytes : joined(this.#tail, bytes);
    const end = whole.length - unfinished(whole);
    this.#tail = whole.slice(end);
    return whole.subarray(0, end);
  }

  /** What waits is for a screen that is no more. */
  forget() {
    this.#tail = new Uint8Array();
  }
}

function joined(first: Uint8Array, second: Uint8Array) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** How many bytes at the end are the beginning of a character. */
function unfinished(bytes: Uint8Array) {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length : 0;
  }
  return 0;
}
