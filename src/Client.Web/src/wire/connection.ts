import type { Answer, BlocksReply, EditDraftReply, EditDraftRequest, FramesReply, FramesRequest, JoinReply, JoinRequest, PresenceState, ReadDraftReply, Role, TypeReply, TypeRequest, WatchItem, WatchRequest } from './messages';

/** One connection to /hubs/view. Whatever waits on it throws ConnectionLost when it is lost. */
export interface ViewerConnection {
  join(request: JoinRequest): Promise<JoinReply>;

  /** Hands over every item; ends when the stream does. What `take` throws comes out here. */
  watch(request: WatchRequest, take: (item: WatchItem) => void): Promise<void>;

  blocks(from: number, count: number): Promise<BlocksReply>;

  frames(request: FramesRequest): Promise<FramesReply>;

  seen(sequence: number): void;

  type(request: TypeRequest): Promise<TypeReply>;

  requestRole(role: Role): Promise<Answer>;

  cancelRequest(): Promise<Answer>;

  handBack(): Promise<Answer>;

  /** What this participant shows from now on, whole. */
  showPresence(state: PresenceState): Promise<Answer>;

  editDraft(request: EditDraftRequest): Promise<EditDraftReply>;

  /** The edits behind `after`, or the whole draft. */
  readDraft(after: number): Promise<ReadDraftReply>;

  run(number: number): Promise<Answer>;

  leave(): void;

  close(): Promise<void>;
}

export type Connect = () => Promise<ViewerConnection>;

/** The server can't be reached, or the connection to it is gone: try again. */
export class ConnectionLost extends Error {}
