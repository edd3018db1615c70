import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { randomFrom } from '../testing/random';
import { ConnectionLost } from '../wire/connection';
import type { Answer, TypeReply, TypeRequest } from '../wire/messages';
import { Typing } from './typing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bytes = (text: string) => new TextEncoder().encode(text);

/** A session that takes numbered input in, each number once; `fault` may refuse, or lose the connection before or after. `holds`: it passes nothing on until `passOn`. */
class Session {
  taken = '';
  through = 0;
  holds = false;
  #held: TypeRequest[] = [];
  #written = 0;
  readonly lengths: number[] = [];

  passOn() {
    for (const { number, bytes } of this.#held) {
      if (number <= this.#written) continue; // as the sharer's client drops it
      this.taken += new TextDecoder().decode(bytes);
      this.#written = number;
    }
    this.#held = [];
  }

  /** What it took in and nobody wrote is gone, and it knows nobody any more. */
  die() {
    this.#held = [];
    this.through = 0;
  }

  connection(fault: () => 'none' | 'before' | 'after' | Answer = () => 'none') {
    return {
      type: async (request: TypeRequest): Promise<TypeReply> => {
        const now = fault();
        if (typeof now === 'object') return now;
        if (now === 'before') throw new ConnectionLost();
        const expected = this.through > 0 ? this.through + 1 : (request.oldest ?? request.number);
        if (request.number > expected) return { refused: { reason: 'gap', text: '', expected } };
        if (request.number > this.through) {
          this.through = request.number;
          this.#held.push(request);
          this.lengths.push(request.bytes.length);
        }
        if (!this.holds) this.passOn();
        if (now === 'after') throw new ConnectionLost();
        return { written: this.through - this.#held.length, epoch: 1 };
      },
    };
  }
}

test('What is typed while a piece is under way is joined into the next', async () => {
  const [typing, session] = [new Typing(() => {}), new Session()];
  typing.attach(session.connection(), 0);
  for (const key of 'hello') typing.add(bytes(key));
  await vi.runAllTimersAsync();

  expect(session.taken).toBe('hello');
  expect(session.through).toBe(2);
});

test('A long paste goes in pieces of at most 16 KiB', async () => {
  const [typing, session] = [new Typing(() => {}), new Session()];
  const text = 'x'.repeat(40_000);
  typing.add(bytes(text));
  typing.attach(session.connection(), 0);
  await vi.runAllTimersAsync();

  expect(session.taken).toBe(text);
  expect(session.lengths).toEqual([16384, 16384, 7232]);
});

test('Nothing is lost or typed twice, wherever the connection is cut', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const [typing, session] = [new Typing(() => {}), new Session()];
    let expected = '';
    for (let i = 0; i < 20; i++) {
      typing.attach(session.connection(() => (random() < 0.3 ? 'before' : random() < 0.3 ? 'after' : 'none')), session.through);
      const text = `<${i}>`.repeat(1 + Math.floor(random() * 3));
      typing.add(bytes(text));
      expected += text;
      await vi.runAllTimersAsync();
      if (random() < 0.5) typing.detach();
    }
    typing.attach(session.connection(), session.through);
    await vi.runAllTimersAsync();

    expect(session.taken, `seed ${seed}`).toBe(expected);
  }
});

test('Input waits for a sharer that is away for a moment, and is given up when that takes long', async () => {
  const lost: string[] = [];
  const [typing, session] = [new Typing(({ reason }) => lost.push(reason)), new Session()];
  const away = { refused: { reason: 'sharerAway', text: '' } };
  let answers = 3;
  typing.attach(session.connection(() => (answers-- > 0 ? away : 'none')), 0);
  typing.add(bytes('soon'));
  await vi.runAllTimersAsync();
  expect([session.taken, lost]).toEqual(['soon', []]);

  answers = Infinity;
  typing.add(bytes('late'));
  await vi.runAllTimersAsync();
  expect([session.taken, lost]).toEqual(['soon', ['sharerAway']]);
});

test('What is refused is told, with all that waits behind it dropped, and its number is free again', async () => {
  const lost: string[] = [];
  const [typing, session] = [new Typing(({ reason }) => lost.push(reason)), new Session()];
  let refuse = true;
  typing.attach(session.connection(() => (refuse ? { refused: { reason: 'roleTooLow', text: '' } } : 'none')), 0);
  typing.add(bytes('a'));
  typing.add(bytes('b'));
  await vi.runAllTimersAsync();
  refuse = false;
  typing.add(bytes('c'));
  await vi.runAllTimersAsync();

  expect(lost).toEqual(['roleTooLow']);
  expect([session.taken, session.through]).toEqual(['c', 1]);
});

test('What a session took in and had not passed on when it died is typed again, and nothing twice', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const [typing, session] = [new Typing(() => {}), new Session()];
    let expected = '';
    typing.attach(session.connection(), 0);
    for (let i = 0; i < 20; i++) {
      session.holds = random() < 0.5;
      typing.add(bytes(`<${i}>`));
      expected += `<${i}>`;
      await vi.advanceTimersByTimeAsync(random() * 1500);
      if (random() < 0.3) session.passOn();
      if (random() < 0.3) session.die();
      if (random() < 0.3) typing.attach(session.connection(() => (random() < 0.2 ? 'after' : 'none')), session.through);
    }
    session.holds = false;
    typing.attach(session.connection(), session.through);
    await vi.runAllTimersAsync();

    expect(session.taken, `seed ${seed}`).toBe(expected);
  }
});

test('Who may not type any more sends nothing again', async () => {
  const [typing, session] = [new Typing(() => {}), new Session()];
  session.holds = true;
  typing.attach(session.connection(), 0);
  typing.add(bytes('a'));
  await vi.advanceTimersByTimeAsync(1);
  typing.drop();
  session.die();
  typing.attach(session.connection(), 0);
  session.holds = false;
  await vi.runAllTimersAsync();

  expect(session.taken).toBe('');
});

test('More than a mebibyte at once is refused whole', async () => {
  const lost: string[] = [];
  const [typing, session] = [new Typing(({ reason }) => lost.push(reason)), new Session()];
  typing.add(new Uint8Array(1024 * 1024 + 1));
  typing.attach(session.connection(), 0);
  await vi.runAllTimersAsync();

  expect([session.taken, lost]).toEqual(['', ['busy']]);
});
