import { ConnectionLost, type ViewerConnection } from '../wire/connection';
import type { Answer, Block, BlocksReply, EditDraftReply, EditDraftRequest, FramesReply, FramesRequest, JoinReply, JoinRequest, PresenceState, ReadDraftReply, Role, TypeReply, TypeRequest, WatchItem, WatchRequest } from '../wire/messages';

/** What one connection does: how it answers, and what it sends once watched. */
export type Script = {
  join?: (request: JoinRequest) => JoinReply;
  blocks?: Block[];
  frames?: (request: FramesRequest) => FramesReply;
  /** How input is answered; none: taken in. Throws as a lost connection does. */
  type?: (number: number, text: string) => Answer | Promise<Answer>;
  watch?: (stream: ScriptedStream, request: WatchRequest) => void;
};

/** The server's end of a watched stream. */
export type ScriptedStream = { send(item: WatchItem): void; complete(): void; lose(): void };

/** A connection to no server: a test says what comes over it. */
export class ScriptedConnection implements ViewerConnection {
  readonly joins: JoinRequest[] = [];
  readonly watches: WatchRequest[] = [];
  readonly seenSequences: number[] = [];
  readonly asked: string[] = [];
  readonly presences: PresenceState[] = [];
  readonly edits: EditDraftRequest[] = [];
  closed = false;
  left = false;
  #lose: () => void = () => {};
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    this.joins.push(request);
    return this.#script.join?.(request) ?? { joined: { key: { participant: 'p1', secret: 's1' }, role: 'view', title: 'T' } };
  }

  watch(request: WatchRequest, take: (item: WatchItem) => void): Promise<void> {
    this.watches.push(request);
    return new Promise((resolve, reject) => {
      this.#lose = () => reject(new ConnectionLost());
      const send = (item: WatchItem) => {
        if (this.closed) return;
        try {
          take(item);
        } catch (error) {
          reject(error);
        }
      };
      this.#script.watch?.({ send, complete: resolve, lose: this.#lose }, request);
    });
  }

  async blocks(from: number, count: number): Promise<BlocksReply> {
    return { blocks: (this.#script.blocks ?? []).filter(block => block.number >= from).slice(0, count) };
  }

  async frames(request: FramesRequest): Promise<FramesReply> {
    return this.#script.frames?.(request) ?? {};
  }

  async type({ number, bytes }: TypeRequest): Promise<TypeReply> {
    return (await this.#script.type?.(number, new TextDecoder().decode(bytes))) ?? {};
  }

  async requestRole(role: Role): Promise<Answer> {
    this.asked.push(`role ${role}`);
    return {};
  }

  async cancelRequest(): Promise<Answer> {
    this.asked.push('cancel');
    return {};
  }

  async handBack(): Promise<Answer> {
    this.asked.push('hand back');
    return {};
  }

  async showPresence(state: PresenceState): Promise<Answer> {
    this.presences.push(state);
    return {};
  }

  async editDraft(request: EditDraftRequest): Promise<EditDraftReply> {
    this.edits.push(request);
    return { number: request.number + 1 };
  }

  async readDraft(): Promise<ReadDraftReply> {
    return {};
  }

  async run(number: number): Promise<Answer> {
    this.asked.push(`run ${number}`);
    return {};
  }

  seen(sequence: number) {
    this.seenSequences.push(sequence);
  }

  leave() {
    this.left = true;
  }

  async close() {
    this.closed = true;
    this.#lose();
  }
}
