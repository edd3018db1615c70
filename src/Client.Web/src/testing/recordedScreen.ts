import type { Screen } from '../session/screen';
import type { TerminalSize } from '../wire/messages';

/** A screen that writes down what happens to it. Held, it takes nothing in, as a slow page does. */
export class RecordedScreen implements Screen {
  readonly steps: string[] = [];
  readonly #waiters = new Set<() => void>();
  #held = false;
  #waiting: (() => void)[] = [];
  #broken: () => void = () => {};

  /** What was written since the last reset. */
  get text() {
    const emptied = this.steps.findLastIndex(step => step === 'reset' || step === 'broken' || step.startsWith('redraw '));
    const writes = this.steps.slice(emptied + 1).filter(step => step.startsWith('write '));
    return writes.map(step => step.slice('write '.length)).join('');
  }

  hold() {
    this.#held = true;
  }

  release() {
    this.#held = false;
    for (const step of this.#waiting.splice(0)) step();
  }

  write(bytes: Uint8Array) {
    this.#do(() => this.steps.push(`write ${new TextDecoder().decode(bytes)}`));
  }

  resize({ columns, rows }: TerminalSize) {
    this.#do(() => this.steps.push(`resize ${columns}x${rows}`));
  }

  markBlock(block: number) {
    this.#do(() => this.steps.push(`mark ${block}`));
  }

  markBlockEnd() {}

  onBroken(callback: () => void) {
    this.#broken = callback;
  }

  /** What was not taken in is lost; who waits for it is called back. */
  break() {
    this.steps.push('broken');
    const waiting = this.#waiting.splice(0);
    this.#held = false;
    this.#broken();
    for (const step of waiting) if (this.#waiters.has(step)) step();
  }

  redraw({ columns, rows }: TerminalSize) {
    this.#do(() => this.steps.push(`redraw ${columns}x${rows}`));
  }

  reset() {
    this.#do(() => this.steps.push('reset'));
  }

  whenTakenIn(callback: () => void) {
    this.#waiters.add(callback);
    this.#do(callback);
  }

  #do(step: () => void) {
    if (this.#held) this.#waiting.push(step);
    else step();
  }
}
