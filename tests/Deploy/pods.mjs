// The containers of the manifests and of compose, run as far as they can be without a cluster: their image's ENTRYPOINT and HEALTHCHECK with the variables, users, volumes and read-only root that they set.
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { until } from './guide.mjs';
import { render } from './kubectl.mjs';
import { PodAddress, pod } from './machines.mjs';
import { startPostgres } from './postgres.mjs';

const Id = 1654;
const isRoot = process.getuid() === 0;
/** What Microsoft's image sets of its own: https://github.com/dotnet/dotnet-docker */
const base = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', APP_UID: `${Id}`, ASPNETCORE_HTTP_PORTS: '8080', DOTNET_RUNNING_IN_CONTAINER: 'true', HOME: '/home/app' };

/** A folder that a container's user can write to, as an emptyDir with fsGroup is. */
function emptyFolder(path) {
  mkdirSync(path, { recursive: true });
  if (isRoot) chownSync(path, Id, Id);
  chmodSync(path, 0o770);
  return path;
}

/** A deployment's containers, by name, in the form that is run here; secrets come from a table, by secret and key. */
function containersOfPod(documents, name, secrets) {
  const spec = documents.find(one => one.kind === 'Deployment' && one.metadata.name === name).spec.template.spec;
  const maps = Object.fromEntries(documents.filter(one => one.kind === 'ConfigMap').map(one => [one.metadata.name, one.data]));
  const valueOf = ({ value, valueFrom }) => value ?? (valueFrom.secretKeyRef ? secrets[valueFrom.secretKeyRef.name][valueFrom.secretKeyRef.key] : PodAddress);
  return [...(spec.initContainers ?? []), ...spec.containers].map(container => ({
    name: container.name,
    image: container.image.includes('silo') ? 'silo' : 'gateway',
    command: container.command,
    args: container.args ?? [],
    environment: Object.assign({}, ...(container.envFrom ?? []).map(from => maps[from.configMapRef.name]), Object.fromEntries((container.env ?? []).map(variable => [variable.name, valueOf(variable)]))),
    mounts: (container.volumeMounts ?? []).map(mount => ({ path: mount.mountPath, readOnly: mount.readOnly, volume: mount.name, secret: spec.volumes.find(one => one.name === mount.name).secret?.secretName })),
    probes: ['readinessProbe', 'livenessProbe'].filter(probe => container[probe]).map(probe => ({ path: container[probe].httpGet.path, port: container.ports.find(port => port.name === container[probe].httpGet.port).containerPort })),
    stopsWithin: spec.terminationGracePeriodSeconds,
  }));
}

/** Compose's services, likewise. */
function containerOfService(compose, name, values, keyFile) {
  const service = compose.services[name];
  const filled = text => `${text}`.replace(/\$\{(\w+)[^}]*\}/g, (_, variable) => values[variable]);
  return {
    name,
    image: service.image.includes('silo') ? 'silo' : 'gateway',
    args: service.command ?? [],
    environment: Object.fromEntries(Object.entries(service.environment).map(([variable, value]) => [variable, filled(value)])),
    mounts: [...service.tmpfs.map(text => ({ path: text.split(':')[0], volume: `${name}${text.split(':')[0]}` })), ...(service.secrets ? [{ path: '/run/secrets', file: keyFile, volume: `${name}-secrets` }] : [])],
    probes: [],
    stopsWithin: parseInt(service.stop_grace_period ?? '10s'),
  };
}

/**
 * Runs containers one after the other: those that are to end must do so with 0, those that serve must become healthy by their image's HEALTHCHECK and their probes, and end within their grace, with 0, when all are there.
 * @param images {{environment, folder, entrypoint, healthcheck, user, root: string, binds?}} By name; `root` is a folder with the image's files, `binds` are others' folders in it.
 * @param say Told of each step.
 */
async function serve(containers, images, scratch, secretFiles, say = () => {}) {
  const network = await pod();
  const running = [];
  try {
    for (const container of containers) {
      const image = images[container.image];
      const volumes = container.mounts.map(mount => ({ path: mount.path, readOnly: mount.readOnly, from: emptyFolder(join(scratch, 'volumes', mount.volume)) }));
      for (const [at, mount] of container.mounts.entries())
        for (const [name, from] of Object.entries(mount.secret ? secretFiles[mount.secret] : mount.file ? { key: mount.file } : {})) {
          const file = join(volumes[at].from, name);
          copyFileSync(from, file);
          if (isRoot) chownSync(file, mount.file ? Id : 0, Id);
          chmodSync(file, mount.file ? 0o600 : 0o640);
        }
      const how = { user: image.user, folder: image.folder, environment: { ...base, ...image.environment, ...container.environment }, volumes: [...volumes, ...(image.binds ?? []), { path: '/database', from: join(scratch, 'database') }], readOnly: true };
      const healthy = () => network.call(image.healthcheck).status === 0;
      const serves = !container.command && container.args.length === 0;
      if (serves && healthy()) throw new Error(`${container.name}: its HEALTHCHECK is content before it was started`);
      const one = network.start(image.root, how, [...(container.command ?? image.entrypoint), ...container.args]);
      if (!serves) {
        const { code } = await one.ended;
        if (code !== 0) throw new Error(`${container.name} ended with ${code}: ${one.output()}`);
        say(`${container.name}: ${[...(container.command ?? image.entrypoint), ...container.args].join(' ')}: exit code 0`);
        continue;
      }
      await until(() => one.child.exitCode !== null || healthy(), `${container.name} to be healthy`, one.output);
      if (one.child.exitCode !== null) throw new Error(`${container.name} ended: ${one.output()}`);
      for (const { path, port } of container.probes) {
        const answer = network.call(['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET ${path} HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3`]).stdout;
        if (!answer.includes(' 200 ')) throw new Error(`${container.name}: its probe of ${path} at ${port} is answered ${answer}`);
      }
      say(`${container.name}: ${image.entrypoint.join(' ')}: healthy, its probes too`);
      if (container.image === 'gateway') await invite(network, image, how, say);
      running.push({ container, one });
    }
    for (const { container, one } of running.reverse()) {
      const began = Date.now();
      one.child.kill('SIGTERM');
      const { code, signal } = await one.ended;
      const took = (Date.now() - began) / 1000;
      if (code !== 0 || took > container.stopsWithin) throw new Error(`${container.name} ended with ${code ?? signal} after ${took} s of ${container.stopsWithin} s: ${one.output()}`);
      say(`${container.name}: SIGTERM: exit code 0 after ${took.toFixed(1)} s of ${container.stopsWithin} s`);
    }
  } finally {
    await network.stop();
  }
}

/** The guide's command that lets people in, in the gateway's container. */
async function invite(network, image, how, say) {
  const command = ['/app/sessionshare', 'admin', 'invite', 'ana@example.com', '--server', 'http://127.0.0.1:8080'];
  const one = network.start(image.root, { ...how, environment: { ...how.environment, SESSIONSHARE_HOME: '/tmp/home' } }, command);
  const { code } = await one.ended;
  if (code !== 0 || !one.output().includes(`sessionshare login --server ${how.environment.Gateway__PublicUrl} --code `)) throw new Error(`${command.join(' ')}: ${code}: ${one.output()}`);
  say(command.join(' '));
}

/** Runs overlay `postgres` and compose, one after the other, each with a database of its own. */
export async function serveAll(images, scratch, say = () => {}, only = ['kubernetes', 'compose']) {
  chmodSync(scratch, 0o755); // Other users than this one are to reach what is in it.
  const keyFile = join(scratch, 'key');
  writeFileSync(keyFile, `sessionshare-local-issuer 1\n${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const connection = 'Host=/database;Database=sessionshare;Username=postgres';
  const secrets = { 'sessionshare-postgres': { 'connection-string': connection } };
  const kubernetes = () => {
    const documents = parseAllDocuments(render(new URL('../../deploy/kubernetes/overlays/postgres', import.meta.url).pathname)).map(document => document.toJS());
    return ['silo', 'gateway'].flatMap(name => containersOfPod(documents, name, secrets));
  };
  const compose = () => {
    const file = parse(readFileSync(new URL('../../deploy/compose/compose.yaml', import.meta.url), 'utf8'), { merge: true });
    return ['migrate', 'silo1', 'gateway1'].map(name => containerOfService(file, name, { SITE: 'share.example.com', POSTGRES_PASSWORD: 'x' }, keyFile))
      .map(container => ({ ...container, environment: { ...container.environment, Postgres__ConnectionString: connection } }));
  };
  for (const where of only) {
    const own = join(scratch, where);
    mkdirSync(own);
    const database = startPostgres(join(own, 'database'));
    try {
      await serve({ kubernetes, compose }[where](), images, own, { 'sessionshare-key': { key: keyFile } }, text => say(`${where}: ${text}`));
    } finally {
      database.stop();
    }
  }
}
