// A PostgreSQL that is reached by a socket in a folder, whatever network one is in.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** PostgreSQL refuses root: then it runs as its own user. */
export const as = process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];

/** Starts it with its data in a folder that it makes, which also has the socket. */
export function startPostgres(folder) {
  const bin = `/usr/lib/postgresql/${readdirSync('/usr/lib/postgresql').at(-1)}/bin`;
  const call = (program, ...words) => {
    const [first, ...rest] = [...as, join(bin, program), ...words];
    const { status, stderr } = spawnSync(first, rest, { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  mkdirSync(folder, { recursive: true });
  if (as.length > 0) {
    const id = name => Number(spawnSync('id', [name, 'postgres'], { encoding: 'utf8' }).stdout);
    chownSync(folder, id('-u'), id('-g'));
  }
  chmodSync(folder, 0o755);
  call('initdb', '-D', join(folder, 'db'), '-U', 'postgres', '--auth=trust');
  call('pg_ctl', '-D', join(folder, 'db'), '-w', '-l', join(folder, 'log'), '-o', `-c listen_addresses='' -k ${folder}`, 'start');
  call('createdb', '-h', folder, '-U', 'postgres', 'sessionshare');
  return { stop: () => call('pg_ctl', '-D', join(folder, 'db'), '-m', 'fast', 'stop') };
}
