// A viewer as the official JavaScript SignalR client is one, written from docs/protocol.md.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { patience, until as waitUntil } from './expecting.mjs';

/** A stream's items, as they come. `until` waits for what `find(items, hasEnded)` finds in them, and gives it. */
export function reading(stream) {
  const items = [];
  const waiting = new Set();
  let hasEnded = false;
  const look = () => waiting.forEach(check => check());
  const end = () => ((hasEnded = true), look());
  const subscription = stream.subscribe({ next: item => (items.push(item), look()), complete: end, error: end });
  const until = (find, what) =>
    new Promise((resolve, reject) => {
      const check = () => {
        const found = find(items, hasEnded);
        if (!found) return;
        clearTimeout(limit);
        waiting.delete(check);
        resolve(found);
      };
      const limit = setTimeout(() => reject(new Error(`Expected ${what}; seen ${JSON.stringify(items.filter(item => !item.frames)).slice(-3000)}`)), patience);
      waiting.add(check);
      check();
    });
  return { items, until, cancel: () => subscription.dispose() };
}

/** Joins a session by its link, takes part in what people do together there, and follows its stream. */
export async function takePart(link, token) {
  const url = new URL(link);
  const connection = new HubConnectionBuilder()
    .withUrl(`${url.origin}/hubs/view`, {
      transport: HttpTransportType.WebSockets,
      skipNegotiation: true,
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  const { joined, refused } = await connection.invoke('Join', { version: 1, session: url.pathname.split('/')[2], linkSecret: url.hash.slice(3) });
  if (refused) throw new Error(refused.text);

  const { items, until } = reading(connection.stream('Watch', { recorder: false, after: 0, epoch: null, together: true }));

  let edits = 0;
  let typed = 0;
  const read = async () => (await connection.invoke('ReadDraft', {})).draft;
  const blocks = async () => (await connection.invoke('Blocks', { from: 1, count: 100 })).blocks;
  return {
    participant: joined.key.participant,
    items,
    until,
    read,
    /** Writes this into the draft in place of what is there. */
    write: async text => {
      const { number, text: before } = await read();
      const reply = await connection.invoke('EditDraft', { number, edit: ++edits, changes: [{ from: 0, to: before.length, insert: text }] });
      if (reply.refused) throw new Error(reply.refused.text);
      return reply.number;
    },
    run: number => connection.invoke('Run', { number }),
    /** What became of a run, in the end. */
    outcome: number => until(all => all.findLast(item => item.run?.number === number && ['ran', 'refused'].includes(item.run.state))?.run, `the outcome of run ${number}`),
    type: text => connection.invoke('Type', { number: ++typed, bytes: Buffer.from(text).toString('base64') }),
    show: state => connection.invoke('ShowPresence', state),
    blocks,
    untilBlock: async is => (await waitUntil(blocks, known => known.some(is), `a block like ${is}`)).find(is),
    close: () => connection.stop(),
  };
}
