import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { ConnectionLost, type ViewerConnection } from './connection';
import {
  protocolVersion,
  type Answer,
  type AskItem,
  type AskRequest,
  type BlocksReply,
  type EditDraftReply,
  type EditDraftRequest,
  type FramesReply,
  type FramesRequest,
  type JoinReply,
  type JoinRequest,
  type MineItem,
  type PresenceState,
  type ReadDraftReply,
  type Role,
  type TypeReply,
  type TypeRequest,
  type WatchItem,
  type WatchRequest,
} from './messages';

const connectWithin = 10_000; // ms; a browser alone would wait for minutes

/** Opens a WebSocket to the gateway. The sign-in is a cookie: no address carries a token. */
export async function connectToHub(): Promise<ViewerConnection> {
  const hub = connectionTo('/hubs/view');
  const timeout = setTimeout(() => void hub.stop(), connectWithin);
  try {
    await orLost(hub.start());
  } finally {
    clearTimeout(timeout);
  }

  return new HubViewerConnection(hub);
}

/** Asks to be let in, for as long as the stream is read. Throws ConnectionLost. */
export async function askForAccess(request: AskRequest, take: (item: AskItem) => void, stop: AbortSignal): Promise<void> {
  await streamed(connectionTo('/hubs/view'), 'Ask', request, take, stop);
}

/** What this browser's person has, and every change of it, until the stream ends or is stopped. Throws ConnectionLost when it can't be had just now. */
export async function watchMine(take: (item: MineItem) => void, stop: AbortSignal): Promise<void> {
  await streamed(connectionTo('/hubs/me'), 'Watch', { version: protocolVersion }, take, stop);
}

const connectionTo = (hub: string) =>
  new HubConnectionBuilder()
    .withUrl(hub, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withHubProtocol(new MessagePackHubProtocol())
    .configureLogging(LogLevel.None) // losing a connection is expected, and shown in the page
    .build();

async function streamed<T>(hub: HubConnection, method: string, request: unknown, take: (item: T) => void, stop: AbortSignal) {
  stop.addEventListener('abort', () => void hub.stop(), { once: true });
  await orLost(hub.start());
  try {
    await new Promise<void>((resolve, reject) =>
      hub.stream<T>(method, request).subscribe({ next: take, complete: resolve, error: () => reject(new ConnectionLost()) }),
    );
  } finally {
    await hub.stop();
  }
}

class HubViewerConnection implements ViewerConnection {
  readonly #hub: HubConnection;

  constructor(hub: HubConnection) {
    this.#hub = hub;
  }

  join(request: JoinRequest) {
    return orLost(this.#hub.invoke<JoinReply>('Join', request));
  }

  watch(request: WatchRequest, take: (item: WatchItem) => void) {
    return new Promise<void>((resolve, reject) => {
      const subscription = this.#hub.stream<WatchItem>('Watch', request).subscribe({
        next: item => {
          try {
            take(item);
          } catch (error) {
            reject(error);
            subscription.dispose();
          }
        },
        complete: resolve,
        error: () => reject(new ConnectionLost()),
      });
    });
  }

  blocks(from: number, count: number) {
    return orLost(this.#hub.invoke<BlocksReply>('Blocks', { from, count }));
  }

  frames(request: FramesRequest) {
    return orLost(this.#hub.invoke<FramesReply>('Frames', request));
  }

  type(request: TypeRequest) {
    return orLost(this.#hub.invoke<TypeReply>('Type', request));
  }

  requestRole(role: Role) {
    return orLost(this.#hub.invoke<Answer>('RequestRole', { role }));
  }

  cancelRequest() {
    return orLost(this.#hub.invoke<Answer>('CancelRequest'));
  }

  handBack() {
    return orLost(this.#hub.invoke<Answer>('HandBack'));
  }

  showPresence(state: PresenceState) {
    return orLost(this.#hub.invoke<Answer>('ShowPresence', state));
  }

  editDraft(request: EditDraftRequest) {
    return orLost(this.#hub.invoke<EditDraftReply>('EditDraft', request));
  }

  readDraft(after: number) {
    return orLost(this.#hub.invoke<ReadDraftReply>('ReadDraft', { after }));
  }

  run(number: number) {
    return orLost(this.#hub.invoke<Answer>('Run', { number }));
  }

  seen(sequence: number) {
    this.#sendUnlessLost('Seen', sequence);
  }

  leave() {
    this.#sendUnlessLost('Leave');
  }

  close() {
    return this.#hub.stop();
  }

  // Nobody waits for these; that the connection is lost is learnt by whoever watches.
  #sendUnlessLost(method: string, ...values: unknown[]) {
    this.#hub.send(method, ...values).catch(() => {});
  }
}

async function orLost<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch {
    throw new ConnectionLost();
  }
}
