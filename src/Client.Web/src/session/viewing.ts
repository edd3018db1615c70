import { ConnectionLost, type Connect, type ViewerConnection } from '../wire/connection';
import { MalformedRun } from '../wire/frames';
import type { Refusal } from '../wire/messages';
import { passesByItself } from '../wire/reasons';
import { Backoff } from './backoff';
import { Gap } from './cursor';
import type { Joining } from './joining';
import { Pause } from './pause';
import { takenIn } from './screen';
import type { Finish } from './shown';
import { readOlderBlocks } from './olderBlocks';
import { Typing } from './typing';
import { Watching, type Place } from './watching';

const steadyAfter = 5_000; // ms; a connection that held for this long starts the backoff over
const mostBreaks = 5; // of the screen, within a minute: a page that breaks again and again says so

/** What needs a connection can't be done without one. */
export const notConnected: Refusal = { reason: 'notConnected', text: 'The connection is being made again just now; try again in a moment.' };

/** One person's visit to a session: joins, watches, and comes back by itself until the visit is over. */
export class Viewing {
  #connection: ViewerConnection | null = null;
  readonly #place: Place;
  readonly #joining: Joining;
  readonly #connect: Connect;
  readonly #backoff: Backoff;
  readonly #pause = new Pause();
  #watching: Watching | null = null;
  #breaks: number[] = [];

  /** What this page's person types. */
  readonly typing: Typing;

  constructor(place: Place, joining: Joining, connect: Connect, backoff = new Backoff()) {
    this.#place = place;
    this.#joining = joining;
    this.#connect = connect;
    this.#backoff = backoff;
    this.typing = new Typing(refusal => place.shown.notTyped(refusal));
    place.screen.onBroken(() => this.#drawAnew());
  }

  /** What this page's person does together with the others. */
  get together() {
    return this.#place.together;
  }

  /** This page's participant, and who is signed in. */
  get self() {
    return { you: this.#joining.participant, me: this.#joining.me };
  }

  /** Does something over the connection of this moment. */
  async ask<T extends { refused?: Refusal | null }>(act: (connection: ViewerConnection) => Promise<T>): Promise<T | { refused: Refusal }> {
    try {
      return this.#connection ? await act(this.#connection) : { refused: notConnected };
    } catch (error) {
      if (error instanceof ConnectionLost) return { refused: notConnected };
      throw error;
    }
  }

  /** Loads blocks older than those that are shown. */
  async loadOlderBlocks(): Promise<void> {
    await this.ask(async connection => {
      const left = await readOlderBlocks(connection, this.#place.blocks);
      this.#place.shown.olderBlocks(left === 'more');
      return {};
    });
  }

  async run(): Promise<Finish> {
    this.#place.shown.state({ name: 'connecting' });
    for (;;) {
      const finish = await this.#visit();
      if (finish) return finish;

      const milliseconds = this.#backoff.next();
      this.#place.shown.state({ name: 'reconnecting', milliseconds });
      await this.#pause.for(milliseconds);
    }
  }

  /** Try again now rather than later. */
  hurry() {
    this.#pause.cutShort();
  }

  /** Gone for good: the roster need not wait whether this page comes back. */
  leave() {
    this.#connection?.leave();
  }

  /** The screen is a new, empty one: the newest keyframe fills it. */
  #drawAnew() {
    const now = Date.now();
    this.#breaks = [...this.#breaks.filter(at => now - at < 60_000), now];
    this.#place.cursor.restart({ fromNewest: true });
    const tooOften = this.#breaks.length > mostBreaks;
    this.#watching?.giveUp(tooOften ? { name: 'refused', refusal: { reason: 'screenBroken', text: 'The terminal in this page failed again and again on this output.' } } : null);
  }

  async #visit(): Promise<Finish | null> {
    try {
      return await this.#oneConnection();
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof MalformedRun || error instanceof Gap) return null;
      throw error;
    }
  }

  async #oneConnection(): Promise<Finish | null> {
    const unknown = await this.#joining.introduce();
    if (unknown) return passesByItself(unknown.reason) ? null : { name: 'refused', refusal: unknown };

    const connection = await this.#connect();
    this.#connection = connection;
    try {
      const refusal = await this.#joining.join(connection);
      if (refusal?.reason === 'sessionEnded') return { name: 'ended', ended: refusal };
      if (refusal) return passesByItself(refusal.reason) ? null : { name: 'refused', refusal };

      await takenIn(this.#place.screen); // what an earlier connection brought: so at most one window waits for the screen
      this.typing.attach(connection, this.#joining.typedThrough);
      this.#place.together.attach(connection, this.#joining.participant!);
      return await this.#watch(connection);
    } finally {
      this.typing.detach();
      this.#place.together.detach();
      this.#connection = null;
      await connection.close();
    }
  }

  async #watch(connection: ViewerConnection): Promise<Finish | null> {
    const watching = new Watching(this.#place, connection, this.#joining.participant);
    this.#watching = watching;
    const begin = Date.now();
    try {
      return await watching.run();
    } finally {
      this.#watching = null;
      if (watching.tookFrames || Date.now() - begin >= steadyAfter) this.#backoff.restart();
    }
  }
}
