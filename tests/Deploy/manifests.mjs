// What must hold of rendered manifests beyond their types: that they fit each other, and the programs.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, pages, portsOf, seconds } from './programs.mjs';

const programs = { silo: 'silo', gateway: 'sessionshare-gateway' };
const scratch = mkdtempSync(join(tmpdir(), 'sessionshare-deploy-'));
const anyFile = join(scratch, 'file');
writeFileSync(anyFile, '');

/** Secrets that the guide makes: name and keys, from its commands. */
export function documentedSecrets(guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')) {
  const found = {};
  for (const [command, kind, name] of guide.matchAll(/^ *kubectl [^\n]*create secret (generic|tls) (\S+)[^\n]*/gm))
    found[name] = kind === 'tls' ? ['tls.crt', 'tls.key'] : [...command.matchAll(/--from-(?:literal|file)=([^=\s]+)=/g)].map(([, key]) => key);
  return found;
}

/** Everything that is wrong, one sentence each. */
export function faultsOf(documents, secrets = documentedSecrets()) {
  const faults = [];
  const of = kind => documents.filter(document => document.kind === kind);
  const fail = (where, what) => faults.push(`${where}: ${what}`);
  for (const deployment of of('Deployment')) checkDeployment(deployment, of, secrets, fail);
  for (const service of of('Service')) {
    const deployment = selected(of, service.spec.selector);
    if (!deployment) fail(`Service ${service.metadata.name}`, 'selects no pod.');
    for (const port of service.spec.ports)
      if (deployment && !portNames(deployment).has(port.targetPort)) fail(`Service ${service.metadata.name}`, `no container has the port ${port.targetPort}.`);
  }
  for (const ingress of of('Ingress')) checkIngress(ingress, of, secrets, fail);
  for (const policy of of('NetworkPolicy')) checkPolicy(policy, of, fail);
  for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler'])
    for (const one of of(kind)) {
      const target = kind === 'PodDisruptionBudget' ? selected(of, one.spec.selector.matchLabels) : of('Deployment').find(deployment => deployment.metadata.name === one.spec.scaleTargetRef.name);
      if (!target) fail(`${kind} ${one.metadata.name}`, 'names no deployment.');
    }
  return faults;
}

function checkDeployment(deployment, of, secrets, fail) {
  const { name } = deployment.metadata;
  const pod = deployment.spec.template.spec;
  const annotations = deployment.spec.template.metadata.annotations ?? {};
  if (!of('ServiceAccount').some(account => account.metadata.name === pod.serviceAccountName)) fail(name, `there is no service account ${pod.serviceAccountName}.`);
  for (const volume of pod.volumes ?? [])
    if (volume.secret) checkSecret(name, volume.secret.secretName, (volume.secret.items ?? []).map(item => item.key), secrets, fail);
  for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
    const where = `${name}/${container.name}`;
    for (const mount of container.volumeMounts ?? [])
      if (!(pod.volumes ?? []).some(volume => volume.name === mount.name)) fail(where, `there is no volume ${mount.name}.`);
    if (!container.securityContext?.readOnlyRootFilesystem || container.securityContext.allowPrivilegeEscalation !== false) fail(where, 'its root file system can be written, or it may gain rights.');
    if (container.command) continue;
    const program = container.image.includes('silo') ? 'silo' : 'gateway';
    const { faults, settings } = check(programs[program], variablesOf(where, container, of, secrets, fail));
    for (const fault of faults) fail(where, fault);
    if (faults.length === 0 && !container.args) checkAgainst(where, program, container, pod, annotations, settings, fail);
  }
}

function checkAgainst(where, program, container, pod, annotations, settings, fail) {
  const listens = portsOf(program, settings);
  const declared = Object.fromEntries(container.ports.map(port => [port.name, port.containerPort]));
  for (const [setting, port] of Object.entries(listens))
    if (!Object.values(declared).includes(port)) fail(where, `${setting} says port ${port}, which is no port of the container.`);
  for (const [name, port] of Object.entries(declared))
    if (!Object.values(listens).includes(port)) fail(where, `the program does not listen on the port ${name}, ${port}.`);
  const asked = ['startupProbe', 'readinessProbe', 'livenessProbe'].map(probe => [probe, container[probe]?.httpGet.path, declared[container[probe]?.httpGet.port]]);
  asked.push(['scraping', annotations['prometheus.io/path'], Number(annotations['prometheus.io/port'])]);
  for (const [who, path, port] of asked) {
    const setting = Object.keys(listens).find(name => listens[name] === port);
    if (!setting || !pages[setting]?.includes(path)) fail(where, `${who} asks for ${path} at port ${port}, where the program has no such page.`);
  }
  const written = program === 'gateway' ? [settings['Gateway:Data']] : [];
  for (const folder of written)
    if (!container.volumeMounts.some(mount => mount.mountPath === folder && !mount.readOnly)) fail(where, `it writes to ${folder}, which is no volume.`);
  const pause = Number(container.lifecycle?.preStop?.exec?.command?.[1] ?? 0);
  const stops = program === 'silo' ? seconds(settings['Silo:StopTime']) : seconds(settings['Gateway:StopTime']) + seconds(settings['Gateway:LeaveTime']) + pause;
  if (!(pod.terminationGracePeriodSeconds > stops)) fail(where, `it takes up to ${stops} s to stop, and is killed after ${pod.terminationGracePeriodSeconds} s.`);
}

/** A container's variables, with something in the place of secrets. Files that a setting names are checked here: the program looks for them elsewhere. */
function variablesOf(where, container, of, secrets, fail) {
  const variables = {};
  for (const from of container.envFrom ?? []) {
    const map = of('ConfigMap').find(config => config.metadata.name === from.configMapRef?.name);
    if (!map) fail(where, `there is no config map ${from.configMapRef?.name}.`);
    Object.assign(variables, map?.data);
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (valueFrom?.secretKeyRef) {
      checkSecret(where, valueFrom.secretKeyRef.name, [valueFrom.secretKeyRef.key], secrets, fail);
      variables[name] = 'Host=secret;Database=secret;Username=secret;Password=secret';
    } else if (valueFrom?.fieldRef) variables[name] = '10.0.0.1';
    else if (name.endsWith('File')) {
      if (!(container.volumeMounts ?? []).some(mount => value.startsWith(mount.mountPath + '/'))) fail(where, `${name} is ${value}, which is in no volume.`);
      variables[name] = anyFile;
    } else variables[name] = value;
  }
  return variables;
}

function checkSecret(where, name, keys, secrets, fail) {
  if (!secrets[name]) fail(where, `nobody makes the secret ${name}: docs/operations.md has no command for it.`);
  for (const key of keys) if (secrets[name] && !secrets[name].includes(key)) fail(where, `the secret ${name} has no key ${key}.`);
}

function checkIngress(ingress, of, secrets, fail) {
  const where = `Ingress ${ingress.metadata.name}`;
  for (const tls of ingress.spec.tls ?? []) checkSecret(where, tls.secretName, [], secrets, fail);
  const gateway = of('Deployment').find(deployment => deployment.metadata.name === 'gateway').spec.template.spec.containers[0];
  const address = gateway.env.find(variable => variable.name === 'Gateway__PublicUrl')?.value;
  for (const rule of ingress.spec.rules) {
    if (`https://${rule.host}` !== address) fail(where, `it has the host ${rule.host}, and Gateway:PublicUrl is ${address}.`);
    for (const { backend } of rule.http.paths) {
      const service = of('Service').find(one => one.metadata.name === backend.service.name);
      if (!service?.spec.ports.some(port => port.name === backend.service.port.name || port.port === backend.service.port.number)) fail(where, `there is no service ${backend.service.name} with that port.`);
    }
  }
}

function checkPolicy(policy, of, fail) {
  const where = `NetworkPolicy ${policy.metadata.name}`;
  const labels = policy.spec.podSelector.matchLabels;
  const own = labels && selected(of, labels);
  if (labels && !own) fail(where, 'selects no pod.');
  const isPort = (deployment, port) => typeof port === 'string' ? portNames(deployment).has(port) : portNumbers(deployment).has(port);
  for (const rule of policy.spec.ingress ?? []) {
    for (const { port } of rule.ports ?? []) if (!isPort(own, port)) fail(where, `no container has the port ${port}.`);
    for (const { podSelector } of rule.from ?? []) if (podSelector && !selected(of, podSelector.matchLabels)) fail(where, 'lets in pods that there are not.');
  }
  for (const rule of policy.spec.egress ?? [])
    for (const { podSelector } of rule.to ?? []) {
      const target = podSelector && selected(of, podSelector.matchLabels);
      for (const { port } of rule.ports) if (target && !isPort(target, port)) fail(where, `no container there has the port ${port}.`);
    }
}

const selected = (of, labels) => of('Deployment').find(deployment => Object.entries(labels).every(([name, value]) => deployment.spec.template.metadata.labels[name] === value));
const portsIn = deployment => deployment.spec.template.spec.containers.flatMap(container => container.ports ?? []);
const portNames = deployment => new Set(portsIn(deployment).map(port => port.name));
const portNumbers = deployment => new Set(portsIn(deployment).map(port => port.containerPort));
