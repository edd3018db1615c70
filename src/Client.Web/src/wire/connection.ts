import type { BlocksReply, JoinReply, JoinRequest, WatchItem, WatchRequest } from './messages';

/** One connection to /hubs/view. Whatever waits on it throws ConnectionLost when it is lost. */
export interface ViewerConnection {
  join(request: JoinRequest): Promise<JoinReply>;

  /** Hands over every item; ends when the stream does. What `take` throws comes out here. */
  watch(request: WatchRequest, take: (item: WatchItem) => void): Promise<void>;

  blocks(from: number, count: number): Promise<BlocksReply>;

  seen(sequence: number): void;

  leave(): void;

  close(): Promise<void>;
}

export type Connect = () => Promise<ViewerConnection>;

/** The server can't be reached, or the connection to it is gone: try again. */
export class ConnectionLost extends Error {}
