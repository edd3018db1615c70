// Watches a session by its link and writes its output, as docs/protocol.md says: npm ci && node watch.mjs LINK
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const link = URL.canParse(process.argv[2]) ? new URL(process.argv[2]) : null;
const [, , session] = link?.pathname.split('/') ?? [];
if (!session) {
  console.error('usage: node watch.mjs LINK');
  process.exit(2);
}

const connection = new HubConnectionBuilder()
  .withUrl(`${link.origin}/hubs/view`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
  .configureLogging(LogLevel.None)
  .build();
await connection.start();
const linkSecret = new URLSearchParams(link.hash.slice(1)).get('k');
const { joined, refused } = await connection.invoke('Join', { version: 1, session, linkSecret, name: 'sample' });
if (refused) {
  console.error(refused.text);
  process.exit(1);
}
console.error(`Watching ${joined.title}`);

/** Frames in a row: kind (u8), length (u32), microseconds since the start (u64), payload; numbers little-endian. Kind 1 is output. */
function* outputs({ bytes }) {
  const run = Buffer.from(bytes, 'base64');
  for (let at = 0; at < run.length; ) {
    const [kind, length] = [run.readUInt8(at), run.readUInt32LE(at + 1)];
    if (kind === 1) yield run.subarray(at + 13, at + 13 + length);
    at += 13 + length;
  }
}

// A recorder: every byte of it, from the first on. Saying what was seen keeps more coming.
connection.stream('Watch', { recorder: true, after: 0, epoch: null }).subscribe({
  next(item) {
    if (item.frames) {
      for (const output of outputs(item.frames.run)) process.stdout.write(output);
      connection.send('Seen', item.frames.run.first + item.frames.run.count - 1);
    }
    if (item.ended ?? item.closed) console.error((item.ended ?? item.closed).text);
  },
  complete: () => connection.stop(),
  error: fault => (console.error(fault.message), process.exit(1)),
});
