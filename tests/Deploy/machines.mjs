// As much of a container as this machine has without one: a root of its own, in which this machine's folders stand for those of the base image (/usr, /etc, /root ...), and, for what serves, a network of its own.
// Made with unshare and chroot, by root or, where the kernel lets ordinary users, by them.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const isRoot = process.getuid() === 0;
const own = isRoot ? [] : ['-r'];

/** Why it can't be done here; undefined where it can. */
export function whyNoRoots() {
  const { status, stderr, error } = spawnSync('unshare', [...own, '-mn', 'sh', '-ec', 'ip link set lo up && mount -t tmpfs tmpfs /mnt'], { encoding: 'utf8' });
  return status === 0 ? undefined : `this machine gives no namespaces: ${error ?? stderr}`;
}

const quote = word => `'${`${word}`.replaceAll('\'', '\'\\\'\'')}'`;

/**
 * The commands that make a root of a folder: everything of this machine's that it has not itself, and volumes.
 * @param volumes {{path: string, from: string, readOnly?: boolean}[]} Folders of this machine, and where they are in there.
 */
function mounts(root, { volumes = [], readOnly = false }) {
  // Empty folders are where something was mounted before.
  const there = new Set([...readdirSync(root).filter(name => readdirSync(join(root, name)).length > 0), ...volumes.map(({ path }) => path.split('/')[1])]);
  const others = readdirSync('/', { withFileTypes: true }).filter(entry => !there.has(entry.name) && statSync(join('/', entry.name)).isDirectory()).map(entry => entry.name);
  for (const path of [...others, ...volumes.map(volume => volume.path)]) mkdirSync(join(root, path), { recursive: true });
  return [
    `mount --bind ${quote(root)} ${quote(root)}`,
    ...(readOnly ? [`mount -o remount,bind,ro,nosuid,nodev ${quote(root)}`] : []),
    ...others.map(name => `mount --rbind /${name} ${quote(join(root, name))}`),
    ...volumes.flatMap(({ path, from, readOnly: unwritten }) => [
      `mount --bind ${quote(from)} ${quote(join(root, path))}`,
      ...(unwritten ? [`mount -o remount,bind,ro,nosuid,nodev ${quote(join(root, path))}`] : []),
    ]),
  ].join('\n');
}

/** A shell's words that run a command in a root, as a user, with these variables and no others. */
function inside(root, { user, folder = '/', environment }, command) {
  const as = user && isRoot ? `setpriv --reuid=${user.split(':')[0]} --regid=${user.split(':').at(-1)} --clear-groups --no-new-privs --bounding-set=-all ` : '';
  const set = Object.entries(environment).map(([name, value]) => quote(`${name}=${value}`)).join(' ');
  return `exec chroot ${quote(root)} ${as}env -i -C ${quote(folder)} ${set} ${command.map(quote).join(' ')}`;
}

/** Runs a command to its end, with this machine's network. @returns {{status: number, output: string}} */
export function run(root, how, command) {
  const { status, stdout, stderr } = spawnSync('unshare', [...own, '-m', 'sh', '-ec', `${mounts(root, how)}\n${inside(root, how, command)}`], { encoding: 'utf8', maxBuffer: 1e9 });
  return { status, output: stdout + stderr };
}

/** The address of a pod. */
export const PodAddress = '10.0.0.5';

/** A network of its own, as a pod has: what runs in it finds each other, under the ports that it says. */
export async function pod() {
  const holder = spawn('unshare', [...own, '-n', '--kill-child', 'sh', '-ec', `ip link set lo up\nip link add eth0 type veth peer name eth1\nip addr add ${PodAddress}/24 dev eth0\nip link set eth0 up\nip link set eth1 up\necho up\nexec sleep infinity`], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise(resolve => holder.stdout.once('data', resolve));
  const enter = ['-t', `${holder.pid}`, '-n', ...(isRoot ? [] : ['-U', '--preserve-credentials'])];
  const containers = [];
  return {
    /** Starts a command in a root. */
    start(root, how, command) {
      const child = spawn('nsenter', [...enter, 'unshare', '-m', 'sh', '-ec', `${mounts(root, how)}\n${inside(root, how, command)}`], { stdio: ['ignore', 'pipe', 'pipe'] });
      containers.push(child);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => (output += bytes));
      return { child, output: () => output, ended: new Promise(resolve => child.on('close', (code, signal) => resolve({ code, signal }))) };
    },
    /** Runs a program of this machine in the network, to its end. */
    call: command => spawnSync('nsenter', [...enter, ...command], { encoding: 'utf8' }),
    stop: async () => {
      for (const one of [...containers, holder]) one.kill('SIGKILL');
    },
  };
}
