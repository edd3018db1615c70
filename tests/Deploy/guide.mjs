// The cluster of docs/operations.md, "A cluster": its commands, word by word, in a folder that stands for the checkout. Only ports are others, which are free, and how often is scraped.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
export const programs = process.env.SESSIONSHARE_PROGRAMS ?? join(root, 'artifacts/current');

/** The commands that the guide says ./test to run. */
export const commands = () => readFileSync(join(root, 'docs/operations.md'), 'utf8').match(/<!-- \.\/test runs this -->\n```\n([^]*?)```/)[1];

/** How members' certificates are made, by the guide. */
export const certificates = () => readFileSync(join(root, 'docs/operations.md'), 'utf8').match(/<!-- \.\/test runs this, too -->\n```\n([^]*?)```/)[1];

/** A server with a certificate of its own making, by the guide. */
export const tlsCommands = () => readFileSync(join(root, 'docs/operations.md'), 'utf8').match(/<!-- \.\/test runs this as well -->\n```\n([^]*?)```/)[1];

async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise(resolve => { const server = createServer().listen(0, '127.0.0.1', () => resolve(server)); })));
  const ports = servers.map(server => server.address().port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

/** A child of this process that is a person's command line; of a home of its own unless one is named. */
export function person(words, server, homes, home = mkdtempSync(join(tmpdir(), 'sessionshare-home-')), settings = {}) {
  if (!homes.includes(home)) homes.push(home);
  const child = spawn(join(programs, 'sessionshare'), words, { env: { ...process.env, SESSIONSHARE_HOME: home, SESSIONSHARE_SERVER: server, ...settings }, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', bytes => (output = (output + bytes).slice(-20_000)));
  child.stderr.on('data', bytes => (output = (output + bytes).slice(-20_000)));
  return { child, output: () => output };
}

/** What a command line ends with that no server answered in its time. */
const Unreachable = 241;

/** Shares a command, and knows its link. A machine may be too busy for the first answer in time. */
export async function share(words, server, homes, settings = {}) {
  for (;;) {
    const sharer = person(['share', '--json', '--yes', '--link', 'edit', ...words], server, homes, undefined, settings);
    const found = () => /\{.*"shared".*\}/.exec(sharer.output())?.[0];
    await until(() => found() || sharer.child.exitCode !== null, 'a link', sharer.output);
    if (found()) return { ...sharer, ...JSON.parse(found()) };
    if (sharer.child.exitCode !== Unreachable) throw new Error(`Expected a link; seen: ${sharer.output()}`);
  }
}

/** Shares a program that counts lines, and what compares them with what a recorder gets of it. */
export async function countedSession(servers, homes) {
  const shared = await share(['--', 'sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i."; sleep 0.02; done'], servers, homes);
  const home = mkdtempSync(join(tmpdir(), 'sessionshare-home-'));
  homes.push(home);
  const recorder = spawn(join(programs, 'sessionshare'), ['join', shared.link, '--raw', '--from', 'start'], { env: { ...process.env, SESSIONSHARE_HOME: home, SESSIONSHARE_SERVER: servers }, stdio: ['ignore', 'pipe', 'ignore'] });
  const bytes = [];
  recorder.stdout.on('data', some => bytes.push(some));
  const lines = () => [...Buffer.concat(bytes).toString().matchAll(/line (\d+)\./g)].map(([, number]) => Number(number));
  await until(() => lines().length > 50, 'lines', shared.output);
  return {
    ...shared,
    recorder,
    lines,
    /** Waits for so many lines more. */
    more: async (count, seen) => {
      const before = lines().length;
      await until(() => lines().length > before + count, `lines behind the ${before} of now`, seen);
    },
    /** What is wrong with the lines that came: each must stand there once, in order. Undefined: nothing. */
    fault: () => {
      const seen = lines();
      const wrong = seen.findIndex((number, at) => number !== at + 1);
      return wrong < 0 ? undefined : `line ${seen[wrong]} stands where ${wrong + 1} should`;
    },
  };
}

/** Waits until `look()` gives something; what it waits for tells nobody when it changes. */
export async function until(look, what, seen = () => '', within = 60_000) {
  const limit = Date.now() + within;
  for (;;) {
    const found = await Promise.resolve().then(look).catch(() => undefined);
    if (found) return found;
    if (Date.now() > limit) throw new Error(`Expected ${what}; seen: ${await seen()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** PostgreSQL refuses root: then its programs run as its own user, as the guide asks for an ordinary one. */
function postgresPrograms(into) {
  const bin = readdirSync('/usr/lib/postgresql').map(version => `/usr/lib/postgresql/${version}/bin`).at(-1);
  for (const program of ['initdb', 'pg_ctl', 'createdb']) {
    const file = join(into, program);
    writeFileSync(file, `#!/bin/sh\nexec setpriv --reuid=postgres --regid=postgres --init-groups ${bin}/${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
}

/**
 * Starts all of it, and waits until every part says that it is ready and Prometheus has read each.
 * @param settings Variables beside the guide's.
 * @param rules Alert rules in place of the guide's.
 */
export async function startGuide(settings = {}, rules = undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'sessionshare-guide-'));
  const bin = join(folder, 'artifacts/current');
  mkdirSync(bin, { recursive: true });
  for (const program of ['silo', 'sessionshare-gateway', 'sessionshare']) symlinkSync(join(programs, program), join(bin, program));
  symlinkSync(join(root, 'deploy'), join(folder, 'deploy'));
  writeFileSync(join(folder, 'sessionshare'), '#!/bin/sh\n# The programs are built.\n', { mode: 0o755 });
  if (rules) writeFileSync(join(folder, 'rules.yml'), rules);
  const isRoot = process.getuid() === 0;
  if (isRoot) {
    chmodSync(folder, 0o777);
    postgresPrograms(bin);
  }

  const named = ['5433', '11111', '11112', '30000', '30001', '8081', '8082', '7001', '7002', '9464', '9465', '9099'];
  const free = await freePorts(named.length);
  const ports = Object.fromEntries(named.map((port, at) => [port, free[at]]));
  const swap = text => named.reduce((swapped, port) => swapped.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), `${ports[port]}`), text);

  const log = [];
  const shell = spawn('bash', [], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  shell.stdout.on('data', bytes => log.push(bytes));
  shell.stderr.on('data', bytes => log.push(bytes));
  const seen = () => Buffer.concat(log).toString().slice(-6000);
  const said = swap(commands()).replace('cd trial\n', "cd trial\nchmod 0777 .\nsed -i -E 's/(scrape|evaluation)_interval: 5s/\\1_interval: 1s/' local.yml\n" + (rules ? `cp '${folder}/rules.yml' rules.yml\n` : '') + Object.entries(ports).map(([from, to]) => `sed -i 's/:${from}"/:${to}"/' local.yml\n`).join(''));
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'\n`).join('');
  shell.stdin.write(`${isRoot ? 'umask 0\n' : ''}set -e\n${exports}${said}\necho "everything was started"\n`);

  const pages = { silos: [ports[8081], ports[8082]], gateways: [ports[7001], ports[7002]], metrics: [ports[9464], ports[9465]] };
  const prometheus = `http://127.0.0.1:${ports[9099]}`;
  const query = async expression => {
    const answer = await (await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`)).json();
    if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
    return answer.data.result;
  };
  await until(() => seen().includes('everything was started') || shell.exitCode !== null, 'the commands to be done', seen);
  if (shell.exitCode !== null) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`A command of the guide failed: ${seen()}`);
  }
  await until(async () => (await query('up == 1')).length === 4, 'Prometheus to have read two silos and two gateways', seen);
  for (const port of [...pages.silos, ...pages.gateways])
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok, `port ${port} to be ready`, seen);

  return {
    folder,
    prometheus,
    query,
    databasePort: ports[5433],
    siloPort: ports[11111],
    /** Every alert that is pending or fires, as Prometheus tells it. */
    alerts: async () => (await (await fetch(`${prometheus}/api/v1/alerts`)).json()).data.alerts,
    /** The guide's command that starts the process with that port. */
    commandFor: port => commands().split('\n').find(line => /^(silo --set|sessionshare-gateway)/.test(line) && swap(line).includes(`:${port}`)),
    pages,
    log: seen,
    /** Says something more to the shell in which all of it runs; ports of the guide become those that are used. */
    say: text => shell.stdin.write(`${swap(text)}\n`),
    servers: pages.gateways.map(port => `http://127.0.0.1:${port}`),
    /** Signals the process that listens on a port, as its operator would. */
    signal: (signal, name, port) => process.kill(pidOf(shell.pid, name, port), signal),
    pid: (name, port) => pidOf(shell.pid, name, port),
    /** The file that a process runs from. */
    programOf: (name, port) => readlinkSync(`/proc/${pidOf(shell.pid, name, port)}/exe`),
    stop: async () => {
      const gone = new Promise(resolve => shell.on('close', resolve));
      shell.stdin.end('set +e\nkill $(jobs -p)\nwait\npg_ctl -D db stop\n');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A child of the shell, by its program and a port in its words. */
function pidOf(shell, name, port) {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${shell}`], { encoding: 'utf8' }).split('\n');
  const line = lines.find(one => one.includes(name) && one.includes(`:${port}`));
  if (!line) throw new Error(`No ${name} with ${port} among:\n${lines.join('\n')}`);
  return Number(line.trim().split(' ')[0]);
}
