// A sharer that is no terminal: it sends the frames that a test wants, over the hub.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { newSessionId, runOf, signIn } from './server.mjs';

const u16 = (...values) => values.flatMap(value => [value & 255, value >> 8]);

/** Frames as `runOf` takes them. */
export const frame = {
  output: text => [1, Buffer.from(text)],
  resize: (columns, rows) => [2, Buffer.from(u16(columns, rows))],
  blockStart: (block, command, directory = '/srv') => [3, Buffer.from(JSON.stringify({ block, command, directory }))],
  blockEnd: (block, exitCode = 0) => [4, Buffer.from(JSON.stringify({ block, exitCode }))],
  keyframe: (columns, rows, text) => [5, Buffer.from([3, ...u16(columns, rows), ...Buffer.from(text)])],
};

const appendBytes = 200 * 1024;

/** Shares a session; `send(...frames)` appends them and waits until they are stored. */
export async function shareFrames(server, { title = 'frames', columns = 80, rows = 24, link = 'view', email = 'ada@example.com', allow = [] } = {}) {
  const token = await signIn(server.origin, email);
  const connection = new HubConnectionBuilder()
    .withUrl(`${server.origin}/hubs/share`, { transport: HttpTransportType.WebSockets, skipNegotiation: true, accessTokenFactory: () => token, headers: { Authorization: `Bearer ${token}` } })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  const session = newSessionId();
  const { shared, refused } = await connection.invoke('Share', { version: 1, session, epoch: null, title, size: { columns, rows }, allow, link });
  if (!shared) throw new Error(`${refused?.reason}: ${refused?.text}`);

  let durable = 0;
  let next = shared.next;
  const typed = [];
  const waits = new Set();
  const control = connection.stream('Control', { after: 0 }).subscribe({
    next: item => {
      if (item.durable) durable = item.durable;
      if (item.typed) typed.push(Buffer.from(item.typed.bytes, 'base64').toString());
      if (item.refused) throw new Error(`${item.refused.reason}: ${item.refused.text}`);
      waits.forEach(look => look());
    },
    complete: () => {},
    error: () => {},
  });
  const until = condition => new Promise(resolve => {
    const look = () => condition() && (waits.delete(look), resolve());
    waits.add(look);
    look();
  });

  const cast = (...frames) => {
    const sent = connection.send('Append', { epoch: shared.epoch, attachment: shared.attachment, run: runOf(next, ...frames) });
    next += frames.length;
    return sent;
  };
  const append = async frames => {
    await cast(...frames);
    const last = next - 1;
    await until(() => durable >= last);
  };
  return {
    session,
    link: shared.link,
    typed: () => typed.join(''),
    /** Sends without waiting. */
    cast,
    async send(...frames) {
      for (let part = [], bytes = 0; frames.length > 0 || part.length > 0; ) {
        const size = frames[0] ? frames[0][1].length + 13 : Infinity;
        if (part.length > 0 && bytes + size > appendBytes) {
          await append(part);
          [part, bytes] = [[], 0];
        } else {
          part.push(frames.shift());
          bytes += size;
        }
      }
    },
    async end() {
      await connection.invoke('End', { last: next - 1, reason: 'sharerExited', exitCode: 0 });
      control.dispose();
      await connection.stop();
    },
    stop: () => connection.stop(),
  };
}
