import { ConnectionLost, type Connect, type ViewerConnection } from '../wire/connection';
import { MalformedRun } from '../wire/frames';
import { passesByItself } from '../wire/reasons';
import { Backoff } from './backoff';
import { Gap } from './cursor';
import type { Joining } from './joining';
import { Pause } from './pause';
import { takenIn } from './screen';
import type { Finish } from './shown';
import { Watching, type Place } from './watching';

const steadyAfter = 5_000; // ms; a connection that held for this long starts the backoff over

/** One person's visit to a session: joins, watches, and comes back by itself until the visit is over. */
export class Viewing {
  #connection: ViewerConnection | null = null;
  readonly #place: Place;
  readonly #joining: Joining;
  readonly #connect: Connect;
  readonly #backoff: Backoff;
  readonly #pause = new Pause();

  constructor(place: Place, joining: Joining, connect: Connect, backoff = new Backoff()) {
    this.#place = place;
    this.#joining = joining;
    this.#connect = connect;
    this.#backoff = backoff;
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
      return await this.#watch(connection);
    } finally {
      this.#connection = null;
      await connection.close();
    }
  }

  async #watch(connection: ViewerConnection): Promise<Finish | null> {
    const watching = new Watching(this.#place, connection, this.#joining.participant);
    const begin = Date.now();
    try {
      return await watching.run();
    } finally {
      if (watching.tookFrames || Date.now() - begin >= steadyAfter) this.#backoff.restart();
    }
  }
}
