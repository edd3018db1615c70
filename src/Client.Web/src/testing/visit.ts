import { Backoff } from '../session/backoff';
import { Blocks } from '../session/blocks';
import { Cursor } from '../session/cursor';
import { Joining, type Reception } from '../session/joining';
import { Together } from '../session/together';
import { Viewing } from '../session/viewing';
import { ConnectionLost } from '../wire/connection';
import type { Present, WatchItem } from '../wire/messages';
import { RecordedPage } from './recordedPage';
import { RecordedScreen } from './recordedScreen';
import { ScriptedConnection, type Script } from './scriptedConnection';

export const signedIn: Reception = {
  whoAmI: async () => ({ me: { user: 'u', name: 'Mira', email: 'mira@example.com' } }),
  guestName: async () => {
    throw new Error('A signed-in person is not asked for a name.');
  },
};

export const guest: Reception = { whoAmI: async () => ({ guest: true }), guestName: async () => 'Noor' };

/** A visit whose connections follow scripts, one after another; `null` is a server that can't be reached. */
export function startVisit(scripts: (Script | null)[], reception = signedIn, secret: string | null = 'k') {
  const screen = new RecordedScreen();
  const page = new RecordedPage();
  const connections: ScriptedConnection[] = [];
  const connect = async () => {
    const script = scripts.shift();
    if (script === undefined) throw new Error('The viewer connects more often than the test has scripts.');
    if (script === null) throw new ConnectionLost();
    const connection = new ScriptedConnection(script);
    connections.push(connection);
    return connection;
  };

  const together = new Together({ told() {}, moved() {}, dropped() {}, presence() {}, run() {} });
  const place = { cursor: new Cursor(), blocks: new Blocks(block => page.block(block)), screen, shown: page, together };
  const viewing = new Viewing(place, new Joining({ session: 'S', secret, block: null }, reception), connect, new Backoff(() => 1));
  return { viewing, finish: viewing.run(), screen, page, connections };
}

export function present(newest: number, changes: Partial<Present> = {}): WatchItem {
  const roster = { sharer: { name: 'Jonas', email: 'j@example.com' }, sharerState: 'connected' as const, participants: [] };
  return { present: { title: 'T', size: { columns: 100, rows: 30 }, startedAt: '2026-01-02T03:04:05Z', oldest: 1, newest, roster, ...changes } };
}

export const ended: WatchItem = { ended: { reason: 'sharerExited', text: 'The shared command has ended.', last: 0 } };
