// The hubs, as the official JavaScript SignalR client sees them, written from docs/protocol.md.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { reading } from './hub.mjs';
import { newSessionId, outputOf, runOf, signIn, startServer } from './server.mjs';

let server;
before(async () => (server = await startServer({ settings: ['Session:MaxBytes=2000000'] })));
after(() => server?.stop());

const connect = async (hub, token) => {
  const connection = new HubConnectionBuilder()
    .withUrl(`${server.origin}/hubs/${hub}`, {
      transport: HttpTransportType.WebSockets,
      skipNegotiation: true,
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  return connection;
};

const text = items => Buffer.concat(items.filter(item => item.frames).map(item => outputOf(item.frames.run))).toString();

const share = async ({ session = newSessionId(), epoch = null, email = 'ada@example.com', allow = [], link = 'none' } = {}) => {
  const connection = await connect('share', await signIn(server.origin, email));
  const reply = await connection.invoke('Share', { version: 1, session, epoch, title: 'a title', size: { columns: 80, rows: 24 }, allow, link });
  const control = reply.shared ? reading(connection.stream('Control', { after: 0 })) : null;
  const { epoch: e, attachment } = reply.shared ?? {};
  return {
    session,
    connection,
    reply,
    control,
    secret: reply.shared && new URL(reply.shared.link).hash.slice(3),
    append: (first, ...outputs) => connection.send('Append', { epoch: e, attachment, run: runOf(first, ...outputs.map(output => [1, output])) }),
    appendRun: run => connection.send('Append', { epoch: e, attachment, run }),
  };
};

const join = async (session, { token, linkSecret = null, name = null, rejoin = null } = {}) => {
  const connection = await connect('view', token);
  const reply = await connection.invoke('Join', { version: 1, session, linkSecret, name, rejoin });
  return { connection, reply, watch: request => reading(connection.stream('Watch', { recorder: false, after: 0, epoch: null, ...request })) };
};

describe('requests that say nothing', () => {
  const rule = { version: 1, epoch: null, title: 't', size: { columns: 80, rows: 24 }, link: 'none' };

  test('a sharer whose request is null, or whose rules are, is told so and shares afterwards', async () => {
    const connection = await connect('share', await signIn(server.origin, 'ada@example.com'));
    const session = newSessionId();
    for (const request of [null, { ...rule, session, allow: [null] }, { ...rule, session, allow: [{ email: null, role: 'view' }] }])
      assert.equal((await connection.invoke('Share', request)).refused?.reason, 'invalidRequest', JSON.stringify(request));
    assert.equal((await connection.invoke('Share', { ...rule, session, allow: [] })).shared?.epoch, 1);
    await connection.send('Append', null);
    assert.equal((await connection.invoke('End', null)).refused?.reason, 'invalidRequest');
    assert.deepEqual(await connection.invoke('End', { last: 0, reason: 'sharerExited', exitCode: 0 }), {});
    await connection.stop();
  });

  test('a viewer whose request is null, or begins before the first frame, is told so', async () => {
    const sharer = await share({ link: 'edit' });
    const early = await connect('view');
    assert.equal((await early.invoke('Join', null)).refused?.reason, 'invalidRequest');
    await early.stop();
    const { connection, watch } = await join(sharer.session, { linkSecret: sharer.secret, name: 'Vera' });
    for (const method of ['Type', 'Blocks', 'Frames']) assert.equal((await connection.invoke(method, null)).refused?.reason, 'invalidRequest', method);
    assert.equal((await reading(connection.stream('Watch', null)).until((items, completed) => completed && items, 'an end'))[0].closed?.reason, 'invalidRequest');
    assert.equal((await watch({ after: -1 }).until((items, completed) => completed && items, 'an end'))[0].closed?.reason, 'invalidRequest');
    await Promise.all([connection.stop(), sharer.connection.stop()]);
  });
});

describe('sharing and watching', () => {
  test('frames go from the sharer to viewers and recorders, and the end comes last', async () => {
    const sharer = await share({ link: 'view' });
    const [viewer, recorder] = [await join(sharer.session, { linkSecret: sharer.secret, name: 'Vera' }), await join(sharer.session, { linkSecret: sharer.secret })];
    const [live, durable] = [viewer.watch(), recorder.watch({ recorder: true })];
    await sharer.append(1, 'one ', 'two ');
    await sharer.append(3, 'three');
    await sharer.control.until(items => items.some(item => item.durable === 3), 'durable 3');

    const end = await sharer.connection.invoke('End', { last: 3, reason: 'sharerExited', exitCode: 3 });

    assert.deepEqual(end, {});
    for (const watched of [live, durable]) {
      const items = await watched.until((items, completed) => completed && items, 'the end');
      assert.equal(text(items), 'one two three');
      assert.equal(items[0].present.title, 'a title');
      assert.deepEqual(items.at(-1).ended, { reason: 'sharerExited', text: 'The shared command has ended.', last: 3, exitCode: 3 });
      assert.ok(items.every(item => Object.keys(item).length === 1), 'exactly one property is set');
    }
    assert.equal(durable.items.some(item => item.durable), false);
  });

  test('a viewer reads the history beside its stream, from the keyframe before a place, and knows the newest block', async () => {
    const sharer = await share({ link: 'view' });
    await sharer.append(1, 'early ');
    await sharer.appendRun(runOf(2, [5, Buffer.from([3, 80, 0, 24, 0, ...Buffer.from('screen')])], [3, Buffer.from('{"block":7,"command":"ls"}')], [1, Buffer.from('listing')], [4, Buffer.from('{"block":7,"exitCode":0}')]));
    await sharer.control.until(items => items.some(item => item.durable === 5), 'durable 5');
    const { connection, watch } = await join(sharer.session, { linkSecret: sharer.secret });
    const [{ present }] = await watch().until(items => items.length > 0 && items, 'the present');
    assert.equal(present.newestBlock, 7);

    const read = async (after, through, keyframe = false) => (await connection.invoke('Frames', { after, through, keyframe })).frames?.run;
    const block = await read(2, 5, true);
    assert.deepEqual([block.first, block.count, outputOf(block).toString()], [2, 4, 'listing']);
    assert.deepEqual([(await read(4, 5)).first, (await read(0, 1)).count], [5, 1]);
    assert.equal((await read(0, 5, true)).first, 1); // no keyframe is before that
    assert.equal(await read(5, 99), undefined);
    assert.equal((await connection.invoke('Frames', { after: -1, through: 1 })).refused.reason, 'invalidRequest');
    await Promise.all([connection.stop(), sharer.connection.stop()]);
  });

  test('a viewer who comes late gets everything from the start, and one who asks for now gets the keyframe and what comes', async () => {
    const sharer = await share({ link: 'view' });
    await sharer.append(1, 'early ');
    await sharer.appendRun(runOf(2, [5, Buffer.from([3, 80, 0, 24, 0, ...Buffer.from('screen')])]));
    await sharer.control.until(items => items.some(item => item.durable === 2), 'durable 2');
    const late = (await join(sharer.session, { linkSecret: sharer.secret })).watch();
    const now = (await join(sharer.session, { linkSecret: sharer.secret })).watch({ after: null });
    await now.until(items => items.some(item => item.present), 'the present');

    await sharer.append(3, 'late');

    await late.until(items => text(items) === 'early late' && items.some(item => item.passed === 2), 'everything but the keyframe');
    await now.until(items => text(items) === 'late' && items.find(item => item.frames)?.frames.run.first === 2, 'the keyframe and what came');
  });

  test('a viewer who asks for now where there is no keyframe gets everything, for nothing else draws the screen', async () => {
    const sharer = await share({ link: 'view' });
    await sharer.append(1, 'all of it');
    const now = (await join(sharer.session, { linkSecret: sharer.secret })).watch({ after: null });

    await now.until(items => text(items) === 'all of it', 'everything');
  });

  test('a viewer that never says Seen gets 1 MiB and then waits, and others do not', async () => {
    const sharer = await share({ link: 'view' });
    const [stalled, fast] = [await join(sharer.session, { linkSecret: sharer.secret }), await join(sharer.session, { linkSecret: sharer.secret })];
    const [stuck, flowing] = [stalled.watch(), fast.watch()];
    const chunk = 'x'.repeat(60_000);
    for (let i = 1; i <= 32; i++) {
      await sharer.append(i, chunk);
      await sharer.control.until(items => items.some(item => item.appended === i), `appended ${i}`);
      await flowing.until(items => text(items.slice(-40)).length > 0 && items.some(item => item.frames?.run.first + item.frames?.run.count - 1 >= i), `frame ${i}`);
      await fast.connection.send('Seen', i);
    }

    const held = text(stuck.items).length;
    assert.ok(held >= 1024 * 1024 && held < 1024 * 1024 + 70_000, `${held} bytes went to the stalled viewer`);
    assert.equal(text(flowing.items).length, 32 * 60_000);
    await stalled.connection.send('Seen', 32);
    await stuck.until(items => text(items).length === 32 * 60_000, 'the rest');
  });

  test('a viewer comes back with its key and cursor and misses nothing', async () => {
    const sharer = await share({ link: 'view' });
    const first = await join(sharer.session, { linkSecret: sharer.secret, name: 'Vera' });
    await sharer.append(1, 'a', 'b');
    const seen = await first.watch().until(items => text(items) === 'ab' && items, 'ab');
    const { epoch, run } = seen.findLast(item => item.frames).frames;
    await first.connection.stop();
    await sharer.append(3, 'c');

    const again = await join(sharer.session, { linkSecret: sharer.secret, rejoin: first.reply.joined.key });
    const watched = again.watch({ after: run.first + run.count - 1, epoch });

    await watched.until(items => text(items) === 'c', 'c');
    const newest = items => items.findLast(item => item.roster).roster.participants;
    const items = await sharer.control.until(seen => newest(seen).length === 1 && !newest(seen)[0].away && seen, 'one participant, here');
    assert.deepEqual(newest(items).map(participant => participant.person.name), ['Vera']);
  });
});

describe('who may do what', () => {
  test('an outsider and an unknown session get the same answer, unless the link\'s secret is known', async () => {
    const sharer = await share({ allow: [{ email: 'bob@example.com', role: 'view' }] });
    const token = await signIn(server.origin, 'eve@example.com');
    const unknown = await join(newSessionId(), { token });
    assert.equal(unknown.reply.refused.reason, 'unknownOrForbidden');
    for (const who of [{ token }, {}])
      for (const linkSecret of [undefined, newSessionId()])
        assert.deepEqual((await join(sharer.session, { ...who, linkSecret })).reply, unknown.reply);
    for (const who of [{ token }, {}])
      assert.equal((await join(sharer.session, { ...who, linkSecret: sharer.secret })).reply.refused.reason, 'noAccess');
    const bob = await join(sharer.session, { token: await signIn(server.origin, 'bob@example.com') });
    assert.equal(bob.reply.joined.role, 'view');
  });

  test('only an editor types, each number once', async () => {
    const sharer = await share({ allow: [{ email: 'bob@example.com', role: 'edit' }], link: 'view' });
    const editor = await join(sharer.session, { token: await signIn(server.origin, 'bob@example.com') });
    const viewer = await join(sharer.session, { linkSecret: sharer.secret });
    const type = (who, number, keys) => who.connection.invoke('Type', { number, bytes: Buffer.from(keys).toString('base64') });
    await sharer.control.until(items => items.some(item => item.roster?.sharerState === 'connected'), 'connected');

    assert.equal((await type(viewer, 1, 'rm -rf')).refused.reason, 'roleTooLow');
    assert.deepEqual([await type(editor, 1, 'l'), await type(editor, 1, 'l'), await type(editor, 2, 's')].map(answer => answer.refused), [undefined, undefined, undefined]);
    assert.equal((await type(editor, 9, 'x')).refused.reason, 'gap');

    const items = await sharer.control.until(seen => seen.filter(item => item.typed).length === 2 && seen, 'two inputs');
    assert.deepEqual(items.filter(item => item.typed).map(item => Buffer.from(item.typed.bytes, 'base64').toString()), ['l', 's']);
  });

  test('another person cannot share on, and a guest cannot share at all', async () => {
    const sharer = await share();
    const eve = await share({ session: sharer.session, email: 'eve@example.com' });
    assert.equal(eve.reply.refused.reason, 'unknownOrForbidden');
    await assert.rejects(connect('share'), 'a handshake without sign-in is refused');
  });
});

describe('bad input', () => {
  test('a gap names what is expected, once, and the session goes on from there', async () => {
    const sharer = await share();
    // What the session says first is compared with what was appended before; a gap is told there, too.
    await sharer.control.until(seen => seen.some(item => item.link), 'the way down');
    await sharer.append(5, 'x');
    await sharer.append(6, 'y');
    await sharer.append(1, 'a');
    const items = await sharer.control.until(seen => seen.some(item => item.appended === 1) && seen, 'appended 1');
    assert.deepEqual(items.filter(item => item.refused).map(item => [item.refused.reason, item.refused.expected]), [['gap', 1]]);
  });

  test('malformed frames, unknown kinds and keyframes that are not due are refused with what is wrong', async () => {
    const sharer = await share();
    await sharer.appendRun({ first: 1, count: 1, bytes: Buffer.from('junk').toString('base64') });
    await sharer.control.until(items => items.some(item => item.refused?.reason === 'malformedFrames' && /header/.test(item.refused.text)), 'malformedFrames');
    await sharer.appendRun(runOf(1, [5, 'keyframe']));
    await sharer.control.until(items => items.some(item => /no part of a keyframe/.test(item.refused?.text)), 'a refused keyframe');
    await sharer.appendRun(runOf(1, [7, 'why']));
    await sharer.control.until(items => items.some(item => /pauses or resumes, and has a payload/.test(item.refused?.text)), 'a refused pause');
    await sharer.appendRun(runOf(1, [9, '']));
    await sharer.control.until(items => items.some(item => /has kind 9; kinds are 1 to 8/.test(item.refused?.text)), 'a refused kind');
    const keyframe = Buffer.from([3, 80, 0, 24, 0]);
    await sharer.appendRun(runOf(1, [5, keyframe], [5, keyframe], [5, keyframe]));
    await sharer.control.until(items => items.some(item => /Frame 3 begins a keyframe that is not due/.test(item.refused?.text)), 'a keyframe that is not due');
    await sharer.append(1, 'x'.repeat(65_537));
    await sharer.control.until(items => items.some(item => item.refused?.reason === 'frameTooLarge' && /65537/.test(item.refused.text)), 'frameTooLarge');
    await sharer.append(1, 'still fine');
    await sharer.control.until(items => items.some(item => item.appended === 1), 'appended 1');
  });

  test('a second process takes the session, and the first is told', async () => {
    const first = await share();
    const second = await share({ session: first.session });
    assert.equal(second.reply.shared.epoch, 2);
    const items = await first.control.until((items, completed) => completed && items, 'the end');
    assert.equal(items.at(-1).ended.reason, 'ownershipLost');
  });

  test('another version, a bad id, a second join and calls before it are named', async () => {
    const connection = await connect('view');
    const request = { version: 2, session: newSessionId(), linkSecret: null, name: null, rejoin: null };
    assert.equal((await connection.invoke('Join', request)).refused.reason, 'versionMismatch');
    assert.equal((await connection.invoke('Type', { number: 1, bytes: '' })).refused.reason, 'invalidRequest');
    const closed = reading(connection.stream('Watch', { recorder: false, after: 0, epoch: null }));
    assert.equal((await closed.until((items, completed) => completed && items, 'closed'))[0].closed.reason, 'invalidRequest');
    await assert.rejects(connection.invoke('Join', { ...request, version: 1, session: 'short' }));
  });

  test('a message over the limit closes that connection and no other', async () => {
    const sharer = await share({ link: 'edit' });
    const [rude, calm] = [await join(sharer.session, { linkSecret: sharer.secret }), await join(sharer.session, { linkSecret: sharer.secret })];
    const closed = new Promise(resolve => rude.connection.onclose(resolve));
    rude.connection.send('Type', { number: 1, bytes: 'A'.repeat(200_000) }).catch(() => {});
    await closed;
    const watched = calm.watch();
    await sharer.append(1, 'fine');
    await watched.until(items => text(items) === 'fine', 'fine');
  });

  test('everyone is warned before the size limit, and there the session ends, naming the number', async () => {
    const sharer = await share({ link: 'view' });
    const watched = (await join(sharer.session, { linkSecret: sharer.secret })).watch();
    let next = 1;
    const fill = async through => {
      while (next <= through) await sharer.append(next++, 'x'.repeat(60_000));
    };

    await fill(27);
    await sharer.control.until(items => items.some(item => /80 %/.test(item.notice?.text)), 'a warning at 80 %');
    await fill(32);
    for (const side of [sharer.control, watched]) await side.until(items => items.some(item => /95 %/.test(item.notice?.text)), 'a warning at 95 %');
    await fill(40);

    const control = await sharer.control.until((items, completed) => completed && items, 'the end');
    assert.match(control.at(-1).ended.text, /2,000,000 bytes/);
    // 33 whole frames, and of the 34th the 20,000 bytes that fit.
    assert.equal(control.at(-1).ended.last, 34);
  });
});
