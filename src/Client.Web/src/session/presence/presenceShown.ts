import { ConnectionLost, type ViewerConnection } from '../../wire/connection';
import type { PresenceState } from '../../wire/messages';
import { passesByItself } from '../../wire/reasons';

const interval = 20; // ms; what changes within it goes out as one
const againAfter = 100; // ms

type Shower = Pick<ViewerConnection, 'showPresence'>;

/** What this page shows to the others: the newest state, sent at most every 20 ms, the last one always, and again on each connection. */
export class PresenceShown {
  #now: PresenceState = {};
  #told = '{}';
  #connection: Shower | null = null;
  #turning = false;

  show(state: PresenceState) {
    this.#now = state;
    void this.#turn();
  }

  /** The role is another: what it hid before is shown again. */
  showAgain() {
    this.#told = '';
    void this.#turn();
  }

  attach(connection: Shower) {
    this.#connection = connection;
    this.#told = '{}';
    void this.#turn();
  }

  detach() {
    this.#connection = null;
  }

  async #turn() {
    if (this.#turning) return;
    this.#turning = true;
    while (this.#connection && JSON.stringify(this.#now) !== this.#told) await this.#tell();
    this.#turning = false;
  }

  async #tell() {
    await pause(interval);
    const connection = this.#connection;
    if (!connection) return;
    const told = JSON.stringify(this.#now);
    this.#told = told;
    try {
      const { refused } = await connection.showPresence(this.#now);
      if (!refused || !(refused.reason === 'rateLimit' || passesByItself(refused.reason)) || this.#told !== told) return;
      this.#told = '';
      await pause(againAfter);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (this.#connection === connection) this.#connection = null; // the next one tells it
    }
  }
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));
