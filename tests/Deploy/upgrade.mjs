// A rolling upgrade: the guide's cluster starts with an older build's programs, and each of its processes in turn is stopped in good order and started again from the newer one, while a session runs. A recorder must get
// every line, once, in order.
// usage: SESSIONSHARE_PROGRAMS=OLD node upgrade.mjs NEW
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, programs, share, startGuide, until } from './guide.mjs';

const newer = process.argv[2];
const homes = [];
const cluster = await startGuide();
const servers = cluster.servers.join(',');
const shared = await share(['--', 'sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i."; sleep 0.02; done'], servers, homes);
const home = mkdtempSync(join(tmpdir(), 'sessionshare-home-'));
homes.push(home);
const recorder = spawn(join(programs, 'sessionshare'), ['join', shared.link, '--raw', '--from', 'start'], { env: { ...process.env, SESSIONSHARE_HOME: home, SESSIONSHARE_SERVER: servers }, stdio: ['ignore', 'pipe', 'inherit'] });
const bytes = [];
recorder.stdout.on('data', some => bytes.push(some));
const lines = () => [...Buffer.concat(bytes).toString().matchAll(/line (\d+)\./g)].map(([, number]) => Number(number));

try {
  await until(() => lines().length > 50, 'lines');
  cluster.say(`export PATH="${newer}:$PATH"; hash -r`);
  for (const command of commands().split('\n').filter(line => /^(silo --set|sessionshare-gateway)/.test(line))) {
    const [name] = command.split(' ');
    const page = [...cluster.pages.silos, ...cluster.pages.gateways].find((port, at) => command.includes([':8081', ':8082', ':7001', ':7002'][at]));
    const old = cluster.pid(name, page);
    process.kill(old, 'SIGTERM');
    await until(() => { try { process.kill(old, 0); return false; } catch { return true; } }, `${name} to be gone`);
    cluster.say(command);
    await until(async () => (await fetch(`http://127.0.0.1:${page}/health/ready`)).ok, `the new ${name} to be ready`, cluster.log);
    const before = lines().length;
    await until(() => lines().length > before + 50, `lines behind the new ${name}`, cluster.log);
    console.log(`${name} at ${page}: upgraded, ${lines().length} lines so far`);
  }

  const seen = lines();
  const wrong = seen.findIndex((number, at) => number !== at + 1);
  console.log(wrong < 0 ? `${seen.length} lines, each once, in order` : `line ${seen[wrong]} stands where ${wrong + 1} should`);
  process.exitCode = wrong < 0 ? 0 : 1;
} finally {
  recorder.kill('SIGKILL');
  shared.child.kill('SIGKILL');
  await cluster.stop();
  for (const one of homes) rmSync(one, { recursive: true, force: true });
}
