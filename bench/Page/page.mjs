// The page's times, as a person on this machine would have them.
import { parseArgs } from 'node:util';
import { openBrowser, waitForState, wide } from '../../tests/EndToEnd/browser.mjs';
import { frame, shareFrames } from '../../tests/EndToEnd/sharer.mjs';
import { startServer } from '../../tests/EndToEnd/server.mjs';

const { values } = parseArgs({ options: { mb: { type: 'string', default: '100' }, seconds: { type: 'string', default: '10' } } });
const megabytes = Number(values.mb);
const seconds = Number(values.seconds);
const rate = 82_000; // bytes a second
const beat = 20; // ms

const words = ['compiling', 'linking', 'ok', 'src/module', 'warning', 'passed', '0.12s', 'item'];
const colours = ['\x1b[32m', '\x1b[33m', '\x1b[0m', '\x1b[1m', '\x1b[36m'];

/** Output as of a build: coloured lines of about 90 characters. */
function lines(bytes) {
  let text = '';
  for (let i = 0; text.length < bytes; i++) {
    let line = '';
    while (line.length < 80) line += `${colours[(i + line.length) % colours.length]}${words[(i * 7 + line.length) % words.length]} `;
    text += `${line}\x1b[0m\r\n`;
  }
  return text.slice(0, bytes);
}

const server = await startServer({ settings: ['Session:MaxBytes=1000000000', 'Quota:DayBytes=2000000000'] });
const browser = await openBrowser();
try {
  const session = await shareFrames(server, { columns: 120, rows: 40 });
  await fill(session);
  await firstScreen(session);
  await longTasks(session);
  await hidden(session);
  await session.end();
} finally {
  await browser.close();
  await server.stop();
}

async function fill(session) {
  await session.send(frame.resize(120, 40), frame.keyframe(120, 40, ''));
  const text = lines(60_000);
  const screen = text.slice(-3_000);
  let block = 0;
  for (let sent = 0, since = 0; sent < megabytes * 1e6; sent += text.length) {
    const parts = [frame.blockStart(++block, `make part-${block}`), frame.output(text), frame.blockEnd(block, block % 7 === 0 ? 2 : 0)];
    since += text.length;
    if (since >= 600_000) {
      parts.push(frame.keyframe(120, 40, screen));
      since = 0;
    }
    await session.send(...parts);
  }
}

async function openPage(session) {
  const page = await browser.page({ viewport: wide });
  await page.addInitScript(() => {
    localStorage.setItem('sessionshare.guestName', 'Vera');
    new MutationObserver(() => {
      if (document.body?.dataset.state === 'live') window.liveAt ??= performance.now();
      if (window.drawnAt === undefined && document.querySelector('.xterm-rows')?.textContent.trim()) window.drawnAt = performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
  });
  await page.goto(session.link);
  await waitForState(page, 'live');
  return page;
}

async function firstScreen(session) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const page = await openPage(session);
    times.push(await page.evaluate(() => [window.drawnAt, window.liveAt]));
    await page.context().close();
  }
  const ms = index => times.map(time => Math.round(time[index])).join(', ');
  console.log(`history of ${megabytes} MB: first output drawn after ${ms(0)} ms; live, with 1 MiB to scroll back to, after ${ms(1)} ms`);
}

async function stream(session, forSeconds) {
  const text = lines(Math.round((rate * beat) / 1000));
  const begin = performance.now();
  for (let sent = 0; performance.now() - begin < forSeconds * 1000; ) {
    const due = ((performance.now() - begin) / 1000) * rate;
    for (; sent < due; sent += text.length) session.cast(frame.output(text));
    await new Promise(resolve => setTimeout(resolve, beat));
  }
}

async function longTasks(session) {
  const page = await openPage(session);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Tracing.start', { transferMode: 'ReturnAsStream', traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel'] } });
  await page.mouse.move(800, 400);
  const scroll = (async () => {
    for (let i = 0; i < seconds * 10; i++) {
      await page.mouse.wheel(0, i % 40 < 30 ? -400 : 1200);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  })();
  await Promise.all([stream(session, seconds), scroll]);
  const complete = new Promise(resolve => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  const events = await readTrace(cdp, (await complete).stream);
  const main = mainThreadOf(events);
  const tasks = events.filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main.pid && tid === main.tid);
  const longest = times => `longest ${times.sort((one, other) => other - one).slice(0, 5).map(time => time.toFixed(1)).join(', ')} ms, ${times.filter(time => time > 50).length} over 50 ms`;
  console.log(`${rate / 1000} KB/s for ${seconds} s while history scrolls: ${tasks.length} tasks; by the clock: ${longest(tasks.map(({ dur }) => dur / 1000))}`);
  // On a machine that does other things, too, a task's own time says more.
  console.log(`  by the thread's own time: ${longest(tasks.map(({ tdur = 0 }) => tdur / 1000))}; ${(tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / seconds / 1e4).toFixed(0)} % of a core`);
  await page.context().close();
}

/** The renderer's main thread that did most. */
function mainThreadOf(events) {
  const mains = events.filter(event => event.name === 'thread_name' && event.args.name === 'CrRendererMain');
  const work = ({ pid, tid }) => events.filter(event => event.name === 'RunTask' && event.pid === pid && event.tid === tid).reduce((sum, { dur = 0 }) => sum + dur, 0);
  return mains.sort((one, other) => work(other) - work(one))[0];
}

async function readTrace(cdp, handle) {
  let text = '';
  for (;;) {
    const { data, eof, base64Encoded } = await cdp.send('IO.read', { handle });
    text += base64Encoded ? Buffer.from(data, 'base64').toString() : data;
    if (eof) break;
  }
  return JSON.parse(text).traceEvents;
}

// Headless Chromium hides no tab by itself: the page is told that it is, and its drawing and timers are held up as a hidden tab's are.
async function hidden(session) {
  const page = await openPage(session);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const taskSeconds = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const measure = async () => {
    const before = await taskSeconds();
    await stream(session, seconds);
    return ((await taskSeconds()) - before) / seconds;
  };
  const seen = await measure();
  const other = await page.context().newPage();
  await other.bringToFront();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const unseen = await measure();
  console.log(`main thread at ${rate / 1000} KB/s: ${(seen * 100).toFixed(1)} % of a core when seen, ${(unseen * 100).toFixed(1)} % when hidden`);
  const begin = performance.now();
  await page.bringToFront();
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await session.send(frame.output('\r\nshown again\r\n'));
  await page.locator('#terminal .xterm-rows').filter({ hasText: 'shown again' }).waitFor();
  console.log(`shown again: current after ${Math.round(performance.now() - begin)} ms`);
  await page.context().close();
}
