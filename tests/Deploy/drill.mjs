// "Why is my session slow?": a session of the guide's cluster gets four faults, one after the other, and the Session dashboard's numbers are written down for each. Takes about four minutes.
// usage: node drill.mjs [--pictures FOLDER]
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { database, network, starve } from './faults.mjs';
import { person, share, startGuide, until } from './guide.mjs';
import { drawDashboard } from './pictures.mjs';

const Fault = 25;
const Rest = 15;
const folder = process.argv[2] === '--pictures' ? process.argv[3] : undefined;
const dashboards = new URL('../../deploy/grafana/dashboards/', import.meta.url).pathname;
const pass = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));
const now = () => Date.now() / 1000;

const figures = {
  'append': '(sum(rate(sessionshare_traffic_append_time_seconds_total{S}[15s])) / sum(rate(sessionshare_traffic_appends_total{S}[15s])))',
  'commit': '(sum(rate(sessionshare_live_commit_time_seconds_total{S}[15s])) / sum(rate(sessionshare_live_commits_total{S}[15s])))',
  'not yet stored': 'max_over_time(sum(sessionshare_live_held_bytes{S})[15s:1s])',
  'lag': 'max(max_over_time(sessionshare_traffic_lag{S}[15s]))',
  'slowest viewer': 'max(max_over_time(sessionshare_traffic_unconfirmed_seconds{S}[15s]))',
  'came back': 'sum(increase(sessionshare_live_resumes_total{S}[25s]))',
  'silo\'s processors': 'sum(rate(dotnet_process_cpu_time_seconds_total[15s]) and on (instance) sessionshare_live_phase{S})',
};
const shown = { 'append': v => `${(v * 1000).toFixed(1)} ms`, 'commit': v => `${(v * 1000).toFixed(1)} ms`, 'not yet stored': v => `${(v / 1000).toFixed(1)} kB`, 'lag': v => `${Math.round(v)} frames`, 'slowest viewer': v => `${v.toFixed(2)} s`, 'came back': v => `${Math.round(v)}`, 'silo\'s processors': v => v.toFixed(2) };

const homes = [];
const children = [];
const between = await network();
const cluster = await startGuide({ Gateway__PublicUrl: between.url });
try {
  between.to(cluster.pages.gateways[0]);
  const shared = await share(['--', 'sh', '-c', 'while :; do seq 200; sleep 0.05; done'], between.url, homes);
  const viewer = person(['join', shared.link, '--raw', '--type'], between.url, homes);
  const stalled = person(['join', shared.link, '--raw'], between.url, homes);
  children.push(shared.child, viewer.child, stalled.child);
  const of = `session="${shared.session}"`;
  const read = async () => Object.fromEntries(await Promise.all(Object.entries(figures).map(async ([name, query]) => [name, Number((await cluster.query(query.replaceAll('{S}', `{${of}}`)))[0]?.value[1] ?? NaN)])));
  const silo = async () => (await cluster.query(`sessionshare_live_phase{${of}}`))[0].metric.instance.split(':')[1];
  await until(async () => (await cluster.query(`sum(sessionshare_traffic_viewers{${of}}) == 2`)).length, 'two viewers', cluster.log);

  const faults = {
    'nothing': async () => pass(Fault),
    'a stalled viewer': async () => {
      stalled.child.kill('SIGSTOP');
      await pass(Fault);
      return () => stalled.child.kill('SIGCONT');
    },
    'a slow storage': async () => {
      const end = database(cluster).slow(100);
      await pass(Fault);
      return end;
    },
    'an overloaded silo': async () => {
      const end = starve(cluster.pid('silo', await silo()), 0.05, 0.25);
      await pass(Fault);
      return end;
    },
    'a network that comes and goes': async () => {
      const end = between.comeAndGo(4);
      await pass(Fault);
      return end;
    },
  };

  const from = now();
  const [rows, marks] = [[], []];
  for (const [name, begin] of Object.entries(faults)) {
    marks.push({ at: now() });
    const end = await begin();
    rows.push([name, await read()]);
    await end?.();
    marks.push({ at: now() });
    await pass(Rest);
  }

  console.log(`| fault | ${Object.keys(figures).join(' | ')} |\n|---|${Object.keys(figures).map(() => '---|').join('')}`);
  for (const [name, seen] of rows) console.log(`| ${name} | ${Object.entries(seen).map(([figure, value]) => (Number.isNaN(value) ? '-' : shown[figure](value))).join(' | ')} |`);
  for (const file of folder ? ['fleet', 'session', 'limits'] : [])
    await drawDashboard(JSON.parse(readFileSync(join(dashboards, `${file}.json`), 'utf8')), cluster.prometheus, { from, to: now(), step: 2, marks, variables: { $__rate_interval: '15s', $session: shared.session } }, join(folder, `dashboard-${file}.svg`));
} finally {
  for (const child of children) child.kill('SIGKILL');
  between.close();
  await cluster.stop();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
}
