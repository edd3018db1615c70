// Viewers without a screen, which confirm what they got only now and then: docs/protocol.md. Whoever is behind by more than a feed keeps is told what it misses.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

/** Joins as so many guests. @returns What confirms, for all of them, and what ends them. */
export async function laggingViewers(link, count) {
  const { origin, pathname, hash } = new URL(link);
  const viewers = await Promise.all(Array.from({ length: count }, (_, number) => come(origin, pathname.split('/')[2], new URLSearchParams(hash.slice(1)).get('k'), `slow ${number}`)));
  return { confirm: () => viewers.forEach(viewer => viewer.confirm()), stop: () => Promise.all(viewers.map(viewer => viewer.stop())) };
}

async function come(origin, session, linkSecret, name) {
  const connection = new HubConnectionBuilder()
    .withUrl(`${origin}/hubs/view`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  const { refused } = await connection.invoke('Join', { version: 1, session, linkSecret, name });
  if (refused) throw new Error(refused.text);
  let newest = 0;
  connection.stream('Watch', { recorder: false, after: null, epoch: null }).subscribe({
    next: item => (newest = item.frames ? item.frames.run.first + item.frames.run.count - 1 : (item.passed ?? newest)),
    complete: () => {},
    error: () => {},
  });
  return { confirm: () => newest > 0 && connection.send('Seen', newest), stop: () => connection.stop() };
}
