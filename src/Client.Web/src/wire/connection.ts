import type { Answer, BlocksReply, FramesReply, FramesRequest, JoinReply, JoinRequest, Role, WatchItem, WatchRequest } from './messages';

/** One connection to /hubs/view. Whatever waits on it throws ConnectionLost when it is lost. */
export interface ViewerConnection {
  join(request: JoinRequest): Promise<JoinReply>;

  /** Hands over every item; ends when the stream does. What `take` throws comes out here. */
  watch(request: WatchRequest, take: (item: WatchItem) => void): Promise<void>;

  blocks(from: number, count: number): Promise<BlocksReply>;

  frames(request: FramesRequest): Promise<FramesReply>;

  seen(sequence: number): void;

  type(number: number, bytes: Uint8Array): Promise<Answer>;

  requestRole(role: Role): Promise<Answer>;

  cancelRequest(): Promise<Answer>;

  handBack(): Promise<Answer>;

  leave(): void;

  close(): Promise<void>;
}

export type Connect = () => Promise<ViewerConnection>;

/** The server can't be reached, or the connection to it is gone: try again. */
export class ConnectionLost extends Error {}
