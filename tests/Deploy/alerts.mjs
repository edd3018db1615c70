// Each alert in its drill: a real Prometheus reads the guide's cluster, a fault is made, and exactly the alert that it is meant for fires, and ends behind the fault. The rules are the file's own, their times
// divided (rules.mjs) by 20 unless another number is given; 1 takes hours.
// usage: node alerts.mjs [--faster N] [ALERT...]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { database, network, starve } from './faults.mjs';
import { person, share, startGuide, until } from './guide.mjs';
import { laggingViewers } from './lagging.mjs';
import { alerts, faster } from './rules.mjs';

const words = process.argv.slice(2);
const by = words[0] === '--faster' ? Number(words.splice(0, 2)[1]) : 20;
const wanted = words.length > 0 ? words : alerts;
const now = () => Date.now() / 1000;
/** Longer than any rule waits and looks back. */
const patience = (2 * 3600 * 1000) / by + 120_000;

const homes = [];
const children = [];
const between = await network();
const cluster = await startGuide(
  { Gateway__PublicUrl: between.url, Session__MaxBytes: '10000000000', Quota__DayBytes: '100000000000', Plans__LimitedShares: '1' },
  faster(by),
);
const storage = database(cluster);
const begin = async command => {
  const one = await share(['--', 'sh', '-c', command], between.url, homes);
  children.push(one.child);
  return one;
};
const come = (words, home) => {
  const one = person(words, between.url, homes, home);
  children.push(one.child);
  return one;
};
const done = async (what, words, home) => {
  const one = come(words, home);
  await until(() => one.child.exitCode !== null, what, one.output);
  return one;
};
const instanceOf = async session => (await cluster.query(`sessionshare_live_phase{session="${session}"}`))[0].metric.instance.split(':')[1];

/** Faults by alert: what each is, and how it is made. What comes back ends it. */
const faults = {
  SessionShareSiloLost: {
    'kill -9 of the silo that has the session': async quiet => {
      const port = await instanceOf(quiet.session);
      cluster.signal('SIGKILL', 'silo', port);
      return () => cluster.say(cluster.commandFor(port));
    },
  },
  SessionShareAppendSlow: {
    'the session\'s silo runs for 0.4 s of every 1.1 s': async quiet => starve(cluster.pid('silo', await instanceOf(quiet.session)), 0.4, 0.7),
  },
  SessionShareStorageFailing: {
    'PostgreSQL stands still (SIGSTOP)': async () => storage.stop(),
    'PostgreSQL takes no writes (read-only)': async () => storage.readOnly(),
    'PostgreSQL\'s disk is full (prlimit --fsize)': async () => {
      const torrent = await begin('while :; do head -c 400000 /dev/urandom | base64; sleep 0.2; done');
      const end = storage.full(20 * 1024 * 1024);
      return () => (torrent.child.kill('SIGTERM'), end());
    },
  },
  SessionShareLagStorm: {
    '8 viewers that confirm every 3 s what 3 MB/s bring': async () => {
      const torrent = await begin('while :; do head -c 400000 /dev/urandom | base64; sleep 0.17; done');
      const viewers = await laggingViewers(torrent.link, 8);
      const confirms = setInterval(viewers.confirm, 3000);
      return async () => {
        clearInterval(confirms);
        torrent.child.kill('SIGTERM');
        await viewers.stop();
      };
    },
  },
  SessionShareReconnectStorm: {
    'a proxy that cuts all connections every 1.5 s, a sharer and three viewers': async () => between.comeAndGo(1.5),
  },
  SessionShareQuotaRefusals: {
    'a person whose plan allows one share tries ten more': async () => {
      const email = 'often@example.com';
      const home = mkdtempSync(join(tmpdir(), 'sessionshare-home-'));
      const asThem = words => done(words.join(' '), words, home);
      await asThem(['login', '--as', email]);
      await asThem(['share', '--yes', '--', 'true']);
      await done('a plan', ['admin', 'users', 'set-plan', email, 'limited']);
      for (let refused = 0; refused < 12; refused++) {
        const one = await asThem(['share', '--yes', '--', 'true']);
        if (one.child.exitCode !== 245) throw new Error(`a share beyond the plan ended with ${one.child.exitCode}: ${one.output()}`);
      }
      return () => done('no plan', ['admin', 'users', 'set-plan', email, 'default']);
    },
  },
};

const firing = async () => (await cluster.alerts()).filter(alert => alert.state === 'firing');

/** Makes a fault, waits for its alert, ends it, and waits until nothing fires any more. @returns What was seen, and what should not have been. */
async function drill(alert, make, quiet) {
  await until(async () => (await cluster.alerts()).length === 0, 'no alert before the fault', async () => JSON.stringify(await cluster.alerts()), patience);
  const others = new Set();
  const look = async () => {
    const found = await firing();
    found.filter(one => one.labels.alertname !== alert).forEach(one => others.add(one.labels.alertname));
    return found.find(one => one.labels.alertname === alert);
  };
  const began = now();
  const end = await make(quiet);
  const fired = await until(look, `${alert} to fire`, async () => JSON.stringify(await cluster.alerts()) + cluster.log(), patience);
  const after = now() - began;
  const ended = now();
  await end();
  await until(async () => { await look(); return (await firing()).length === 0; }, `${alert} to end`, async () => JSON.stringify(await cluster.alerts()), patience);
  return { after, resolved: now() - ended, value: Number(fired.value), summary: fired.annotations.summary, others: [...others] };
}

let wrong = 0;
try {
  between.to(cluster.pages.gateways[0]);
  const quiet = await begin('while :; do seq 20; sleep 0.05; done');
  for (let viewers = 0; viewers < 3; viewers++) come(['join', quiet.link, '--raw']);
  await until(async () => (await cluster.query(`sum(sessionshare_traffic_viewers{session="${quiet.session}"}) == 3`)).length, 'three viewers', cluster.log);
  console.log(`Times of the rules by ${by}.\n\n| alert | fault | fired after | it said | ended behind the fault after |\n|---|---|---|---|---|`);
  for (const alert of wanted)
    for (const [what, make] of Object.entries(faults[alert])) {
      const seen = await drill(alert, make, quiet);
      console.log(`| ${alert} | ${what} | ${seen.after.toFixed(0)} s | ${seen.summary} | ${seen.resolved.toFixed(0)} s |${seen.others.length > 0 ? ` beside it: ${seen.others}` : ''}`);
      wrong += seen.others.length;
    }
  console.log(wrong === 0 ? '\nEach fired at its fault, alone, and ended.' : '\nOthers fired beside them.');
} finally {
  for (const child of children) child.kill('SIGKILL');
  between.close();
  await cluster.stop();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
