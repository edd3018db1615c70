// A rolling upgrade: the guide's cluster starts with an older build's programs, and each of its processes in turn is stopped in good order and started again from the newer one, while a session runs. A recorder must get
// every line, once, in order. The older programs' `silo migrate` made the database; the newer one's changes it first. What
// the older kept is read by the newer.
// usage: SESSIONSHARE_PROGRAMS=OLD node upgrade.mjs NEW
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commands, countedSession, share, startGuide, until } from './guide.mjs';

const newer = resolve(process.argv[2]);
const homes = [];
const cluster = await startGuide();
const servers = cluster.servers.join(',');
const session = await countedSession(servers, homes);
try {
  const kept = await share(['--keep', '1d', '--', 'echo', 'kept by the older'], servers, homes);
  await until(() => kept.child.exitCode !== null, 'the kept session to end', kept.output);
  cluster.say(`export PATH="${newer}:$PATH"; hash -r; silo migrate && echo "migrated by the newer"`);
  await until(() => cluster.log().includes('migrated by the newer'), 'the newer migration', cluster.log);
  for (const command of commands().split('\n').filter(line => /^(silo --set|sessionshare-gateway)/.test(line))) {
    const [name] = command.split(' ');
    const page = [...cluster.pages.silos, ...cluster.pages.gateways].find((port, at) => command.includes([':8081', ':8082', ':7001', ':7002'][at]));
    const old = cluster.pid(name, page);
    process.kill(old, 'SIGTERM');
    await until(() => { try { process.kill(old, 0); return false; } catch { return true; } }, `${name} to be gone`);
    cluster.say(command);
    await until(async () => (await fetch(`http://127.0.0.1:${page}/health/ready`)).ok, `the new ${name} to be ready`, cluster.log);
    if (cluster.programOf(name, page) !== join(newer, name)) throw new Error(`${name} at ${page} runs from ${cluster.programOf(name, page)}`);
    await session.more(50, cluster.log);
    console.log(`${name} at ${page}: upgraded, ${session.lines().length} lines so far`);
  }

  const read = spawnSync(join(newer, 'sessionshare'), ['join', kept.link, '--raw'], { encoding: 'utf8', env: { ...process.env, SESSIONSHARE_HOME: homes[0], SESSIONSHARE_SERVER: servers } });
  if (!read.stdout.includes('kept by the older')) throw new Error(`The newer reads of the older's history: ${read.stdout}${read.stderr}`);
  console.log('the history that the older kept is read by the newer');
  console.log(session.fault() ?? `${session.lines().length} lines, each once, in order`);
  process.exitCode = session.fault() ? 1 : 0;
} finally {
  session.recorder.kill('SIGKILL');
  session.child.kill('SIGKILL');
  await cluster.stop();
  for (const one of homes) rmSync(one, { recursive: true, force: true });
}
