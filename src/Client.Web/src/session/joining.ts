import type { ViewerConnection } from '../wire/connection';
import type { Introduction } from '../wire/http';
import type { SessionLink } from '../wire/link';
import { protocolVersion, type JoinRequest, type Me, type ParticipantKey, type Refusal } from '../wire/messages';

/** Tells who is at this browser. */
export interface Reception {
  whoAmI(): Promise<Introduction>;

  /** A guest's name, as kept from before or as asked for. */
  guestName(): Promise<string>;
}

/** Comes into the session, and back into it as the same participant. */
export class Joining {
  #introduced = false;
  #me: Me | null = null;
  #typedThrough = 0;
  #name: string | null = null;
  #key: ParticipantKey | null = null;
  readonly #link: SessionLink;
  readonly #reception: Reception;

  constructor(link: SessionLink, reception: Reception) {
    this.#link = link;
    this.#reception = reception;
  }

  /** This page's participant; null before it joined. */
  get participant() {
    return this.#key?.participant ?? null;
  }

  /** Who is signed in; null for a guest. */
  get me() {
    return this.#me;
  }

  /** The highest number of this participant's input that the session had when it was last joined. */
  get typedThrough() {
    return this.#typedThrough;
  }

  /** Before connecting, once: signed in, or a guest with a name. Without a link secret no guest is let in, so no name is asked for. */
  async introduce(): Promise<Refusal | null> {
    if (this.#introduced) return null;

    const introduction = await this.#reception.whoAmI();
    if ('refused' in introduction) return introduction.refused;
    if ('guest' in introduction) {
      if (!this.#link.secret) return { reason: 'signInRequired', text: 'This session is for invited people: sign in, so that it is known who you are.' };
      this.#name = await this.#reception.guestName();
    }

    this.#me = 'me' in introduction ? introduction.me : null;
    this.#introduced = true;
    return null;
  }

  async join(connection: ViewerConnection): Promise<Refusal | null> {
    const refused = await this.#ask(connection);
    if (refused?.reason !== 'unknownOrForbidden' || !this.#key) return refused;

    this.#key = null; // away for so long that the participant is gone: come in anew
    return this.#ask(connection);
  }

  async #ask(connection: ViewerConnection): Promise<Refusal | null> {
    const { refused, joined } = await connection.join(this.#request());
    if (refused) return refused;
    if (!joined) return { reason: 'versionMismatch', text: 'Client and server speak different versions of the protocol.' };
    this.#key = joined.key;
    this.#typedThrough = joined.typedThrough ?? 0;
    return null;
  }

  #request(): JoinRequest {
    const { session, secret } = this.#link;
    return { version: protocolVersion, session, linkSecret: secret, name: this.#name, rejoin: this.#key };
  }
}
