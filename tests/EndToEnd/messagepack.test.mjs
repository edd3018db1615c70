// The hubs in MessagePack, as the official JavaScript client with its MessagePack protocol sees them, unchanged.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { reading } from './hub.mjs';
import { newSessionId, outputOf, runOf, signIn, startServer } from './server.mjs';

let server, token;
before(async () => {
  server = await startServer();
  token = await signIn(server.origin, 'ada@example.com');
});
after(() => server?.stop());

const connect = async (hub, { bearer, json } = {}) => {
  const builder = new HubConnectionBuilder()
    .withUrl(`${server.origin}/hubs/${hub}`, { transport: HttpTransportType.WebSockets, skipNegotiation: true, headers: bearer ? { Authorization: `Bearer ${bearer}` } : {} })
    .configureLogging(LogLevel.None);
  const connection = (json ? builder : builder.withHubProtocol(new MessagePackHubProtocol())).build();
  await connection.start();
  return connection;
};

/** A run with its frames as bytes. */
const packedRun = (first, ...frames) => {
  const run = runOf(first, ...frames);
  return { ...run, bytes: Buffer.from(run.bytes, 'base64') };
};

const share = async () => {
  const connection = await connect('share', { bearer: token });
  const session = newSessionId();
  const { shared } = await connection.invoke('Share', { version: 1, session, epoch: null, title: 'grüße', size: { columns: 80, rows: 24 }, allow: [{ email: 'bob@example.com', role: 'edit' }], link: 'view' });
  const control = reading(connection.stream('Control', { after: 0 }));
  const request = run => ({ epoch: shared.epoch, attachment: shared.attachment, run });
  return { session, connection, shared, control, secret: new URL(shared.link).hash.slice(3), request, append: (first, ...frames) => connection.send('Append', request(packedRun(first, ...frames))) };
};

const join = async (sharer, { bearer, json } = {}) => {
  const connection = await connect('view', { bearer, json });
  const reply = await connection.invoke('Join', { version: 1, session: sharer.session, linkSecret: sharer.secret });
  return { connection, reply, watch: () => reading(connection.stream('Watch', { recorder: false, after: 0, epoch: null })) };
};

const outputs = items => Buffer.concat(items.filter(item => item.frames).map(item => outputOf(item.frames.run)));

describe('both ways', () => {
  test('every byte value goes down as it came up, and keys go up as they were pressed', async () => {
    const sharer = await share();
    const bob = await join(sharer, { bearer: await signIn(server.origin, 'bob@example.com') });
    const watched = bob.watch();
    const every = Buffer.from(Array.from({ length: 512 }, (_, i) => i & 255));
    await sharer.append(1, [1, every]);
    await watched.until(items => outputs(items).equals(every), 'every byte value');
    assert.ok(watched.items.find(item => item.frames).frames.run.bytes instanceof Uint8Array);

    assert.deepEqual(await bob.connection.invoke('Type', { number: 1, bytes: every }), { written: 0, epoch: 1 });
    const { typed } = await sharer.control.until(items => items.find(item => item.typed), 'the keys');
    assert.deepEqual(Buffer.from(typed.bytes), every);
    await sharer.connection.send('ControlSeen', typed.number);
    assert.deepEqual(await sharer.connection.invoke('End', { last: 1, reason: 'sharerExited', exitCode: 7 }), {});
    const { ended } = await watched.until((items, over) => over && items.at(-1), 'the end');
    assert.deepEqual(ended, { reason: 'sharerExited', text: 'The shared command has ended.', last: 1, exitCode: 7 });
    assert.ok([...watched.items, ...sharer.control.items].every(item => Object.keys(item).length === 1), 'exactly one member is set');
    await Promise.all([bob.connection.stop(), sharer.connection.stop()]);
  });

  test('what is not bytes is what the JSON protocol says, name by name', async () => {
    const sharer = await share();
    const [packed, plain] = [await join(sharer), await join(sharer, { json: true })];
    const presents = await Promise.all([packed, plain].map(viewer => viewer.watch().until(items => items.find(item => item.present)?.present, 'the present')));
    assert.deepEqual(presents[0], presents[1]);
    assert.equal(typeof presents[0].startedAt, 'string');
    assert.deepEqual(Object.keys(packed.reply.joined), Object.keys(plain.reply.joined));
    await Promise.all([packed, plain, sharer].map(side => side.connection.stop()));
  });
});

describe('streams and calls', () => {
  test('a stream that is cancelled brings nothing more, and the connection goes on', async () => {
    const sharer = await share();
    const [left, stays] = [await join(sharer), await join(sharer)];
    const [cancelled, watched] = [left.watch(), stays.watch()];
    for (const stream of [cancelled, watched]) await stream.until(items => items.length > 0, 'the present');
    cancelled.cancel();
    assert.deepEqual(await left.connection.invoke('Blocks', { from: 1, count: 10 }), { blocks: [] });
    const seen = cancelled.items.length;
    await sharer.append(1, [1, 'more']);
    await watched.until(items => outputs(items).toString() === 'more', 'more');
    assert.deepEqual((await left.connection.invoke('Frames', { after: 0, through: 9 })).frames.run.first, 1);
    assert.equal(cancelled.items.length, seen);
    await Promise.all([left, stays, sharer].map(side => side.connection.stop()));
  });

  test('errors say which member is wrong and how, and refusals are values', async () => {
    const viewer = await connect('view');
    await assert.rejects(viewer.invoke('Join', { version: 1, session: 'short' }), /'argument 1\.session' must be a session id, 22 characters of 0-9A-Za-z/);
    await assert.rejects(viewer.invoke('Join', 'text'), /'argument 1' must be a map, and is text/);
    await assert.rejects(viewer.invoke('Type', { number: 1, bytes: 'bHM=' }), /'argument 1\.bytes' must be bytes \(bin\), and is text/);
    await assert.rejects(viewer.invoke('Nothing', 1), /Method does not exist/);
    assert.equal((await viewer.invoke('Join', { version: 2, session: newSessionId() })).refused.reason, 'versionMismatch');
    assert.equal((await viewer.invoke('Join', null)).refused.reason, 'invalidRequest');
    await viewer.stop();
  });

  test('pings keep coming and change nothing', async () => {
    const viewer = await connect('view');
    viewer.keepAliveIntervalInMilliseconds = 1;
    for (let i = 0; i < 20; i++) {
      assert.equal((await viewer.invoke('Blocks', { from: 1, count: 1 })).refused.reason, 'invalidRequest');
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    await viewer.stop();
  });
});

describe('sizes', () => {
  const message = 400 * 1024;

  test('the largest append, and a message as long as a message may be', async () => {
    const sharer = await share();
    const viewer = await join(sharer);
    const watched = viewer.watch();
    const frames = Array.from({ length: 4 }, (_, i) => [1, Buffer.alloc(65_536 - 13, 97 + i)]); // 262,144 bytes with their headers
    await sharer.append(1, ...frames);
    await watched.until(items => outputs(items).length === 4 * (65_536 - 13), 'all of it');
    assert.ok(outputs(watched.items).equals(Buffer.concat(frames.map(([, bytes]) => bytes))));
    await viewer.connection.send('Seen', 4);

    await sharer.append(5, ...frames, [1, 'x']);
    const { refused } = await sharer.control.until(items => items.find(item => item.refused), 'a refusal');
    assert.match(refused.text, /262,?144/);

    // A member that nobody knows fills it up.
    const filled = bytes => ({ type: 1, target: 'Append', arguments: [{ ...sharer.request(packedRun(5, [1, 'y'])), unknown: new Uint8Array(bytes) }], streamIds: [] });
    const length = bytes => new MessagePackHubProtocol().writeMessage(filled(bytes)).byteLength;
    const bytes = 400_000 + message - length(400_000);
    assert.equal(length(bytes), message);
    await sharer.connection.send('Append', ...filled(bytes).arguments);
    await watched.until(items => outputs(items).at(-1) === 121, 'the last one');
    await Promise.all([viewer, sharer].map(side => side.connection.stop()));
  });

  test('as many keys as one message may bring, and one more', async () => {
    const sharer = await share();
    const bob = await join(sharer, { bearer: await signIn(server.origin, 'bob@example.com') });
    assert.equal((await bob.connection.invoke('Type', { number: 1, bytes: new Uint8Array(16_384) })).refused, undefined);
    assert.ok((await bob.connection.invoke('Type', { number: 2, bytes: new Uint8Array(16_385) })).refused);
    const { typed } = await sharer.control.until(items => items.find(item => item.typed), 'the keys');
    assert.equal(typed.bytes.length, 16_384);
    await Promise.all([bob, sharer].map(side => side.connection.stop()));
  });

  test('a message over the limit closes that connection, which is told, and no other', async () => {
    const sharer = await share();
    const [rude, calm] = [await join(sharer), await join(sharer)];
    const closed = new Promise(resolve => rude.connection.onclose(resolve));
    rude.connection.send('Type', { number: 1, bytes: new Uint8Array(96 * 1024) }).catch(() => {});
    assert.match((await closed).message, /closed with an error/);
    const watched = calm.watch();
    await sharer.append(1, [1, 'fine']);
    await watched.until(items => outputs(items).toString() === 'fine', 'fine');

    const gone = new Promise(resolve => calm.connection.onclose(resolve));
    calm.connection.send('Type', { number: 1, bytes: new Uint8Array(message) }).catch(() => {});
    assert.match((await gone).message, /A message has at most 409600 bytes; this one's length prefix says 4096\d\d/);
    await sharer.connection.stop();
  });
});
