// What goes wrong at the guide's cluster, as verbs. Each gives back what ends it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { as } from './postgres.mjs';

/** Between the clients and a gateway; `cut()` ends all connections, as a network does that comes and goes. */
export async function network() {
  const open = new Set();
  let port = 0;
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => (open.delete(one), other.destroy()));
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = () => open.forEach(socket => socket.destroy());
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    to: target => (port = target),
    cut,
    /** Cuts again and again. */
    comeAndGo: seconds => {
      const cuts = setInterval(cut, seconds * 1000);
      return () => clearInterval(cuts);
    },
    close: () => (server.close(), cut()),
  };
}

/** A process gets a processor for so long, then none for so long, in turn. */
export function starve(pid, runs, waits) {
  const turns = spawn('sh', ['-c', `while :; do kill -STOP $0; sleep ${waits}; kill -CONT $0; sleep ${runs}; done`, `${pid}`], { stdio: 'ignore' });
  return () => {
    turns.kill('SIGKILL');
    process.kill(pid, 'SIGCONT');
  };
}

/** The database of the guide's cluster. */
export function database(cluster) {
  const bin = `/usr/lib/postgresql/${readdirSync('/usr/lib/postgresql').at(-1)}/bin`;
  const sql = text => execFileSync(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', `${cluster.databasePort}`, '-U', 'postgres', '-qc', text], { stdio: 'pipe', env: { ...process.env, PGOPTIONS: '-c default_transaction_read_only=off' } });
  const setting = (...settings) => {
    for (const one of [...settings.map(text => `ALTER SYSTEM SET ${text}`), 'SELECT pg_reload_conf()']) sql(one);
    return () => (sql('ALTER SYSTEM RESET ALL'), sql('SELECT pg_reload_conf()'));
  };
  const processes = () => {
    const first = Number(readFileSync(join(cluster.folder, 'trial/db/postmaster.pid'), 'utf8').split('\n')[0]);
    return [first, ...execFileSync('ps', ['-o', 'pid=', '--ppid', `${first}`], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number)];
  };
  const each = act => {
    for (const pid of processes())
      try {
        act(pid);
      } catch (fault) {
        if (existsSync(`/proc/${pid}`)) throw fault;
      }
  };
  return {
    /** Every commit takes so much longer. */
    slow: milliseconds => setting(`commit_delay = ${milliseconds * 1000}`, 'commit_siblings = 0'),
    /** It takes no writes, as a standby, or one that runs out of transactions. */
    readOnly: () => setting('default_transaction_read_only = on'),
    /** It accepts, and answers nothing. */
    stop: () => {
      each(pid => process.kill(pid, 'SIGSTOP'));
      return () => each(pid => process.kill(pid, 'SIGCONT'));
    },
    /** No file of it grows beyond so many bytes, as on a disk that is full. Its write-ahead log has files of 16 MiB, which are not meant. */
    full: bytes => {
      const [first, ...rest] = [...as, 'prlimit'];
      const limit = size => each(pid => execFileSync(first, [...rest, '--pid', `${pid}`, `--fsize=${size}:unlimited`], { stdio: 'pipe' }));
      limit(bytes);
      return () => limit('unlimited');
    },
  };
}
