// The manifests of deploy/kubernetes: rendered, type-checked, held against each other and the programs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse as yaml, parseAllDocuments } from 'yaml';
import { render } from './kubectl.mjs';
import { faultsOf } from './manifests.mjs';
import { isCluster } from './programs.mjs';

const kubernetes = new URL('../../deploy/kubernetes', import.meta.url).pathname;
const overlays = ['postgres', 'azure'];
const parse = text => parseAllDocuments(text).map(document => document.toJS());
const rendered = Object.fromEntries(overlays.map(overlay => [overlay, parse(render(join(kubernetes, 'overlays', overlay)))]));

/** Type-checks documents as Kubernetes' own types: what the compiler says, empty when it is content. */
function typeFaults(documents) {
  const folder = mkdtempSync(new URL('./.types-', import.meta.url).pathname);
  try {
    const lines = documents.map((document, at) => {
      const [group, version] = document.apiVersion.includes('/') ? document.apiVersion.split('/') : ['', document.apiVersion];
      return `import type { I${document.kind} as T${at} } from 'kubernetes-models/${group ? group + '/' : ''}${version}';\nexport const d${at}: T${at} = ${JSON.stringify(document, null, 1)};`;
    });
    writeFileSync(join(folder, 'documents.ts'), lines.join('\n'));
    execFileSync(new URL('./node_modules/.bin/tsc', import.meta.url).pathname, ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', join(folder, 'documents.ts')], { stdio: 'pipe', encoding: 'utf8' });
    return '';
  } catch (fault) {
    return fault.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The overlay postgres of a copy in which a text of a file was replaced: what is found to be wrong. */
function faultsWith(file, text, by) {
  const copy = mkdtempSync(join(tmpdir(), 'sessionshare-kubernetes-'));
  try {
    cpSync(kubernetes, copy, { recursive: true });
    const before = readFileSync(join(copy, file), 'utf8');
    assert.ok(before.includes(text), `${file} has no '${text}'`);
    writeFileSync(join(copy, file), before.replace(text, by));
    return faultsOf(parse(render(join(copy, 'overlays/postgres'))));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

for (const overlay of isCluster ? overlays : [])
  test(`Overlay ${overlay} fits the programs and itself`, () => assert.deepEqual(faultsOf(rendered[overlay]), []));

test('Every object has the fields and types of its kind', () => assert.equal(typeFaults(overlays.flatMap(overlay => rendered[overlay])), ''));

test('A field that a kind has not is found', () => {
  const wrong = structuredClone(rendered.postgres.find(document => document.kind === 'Deployment'));
  wrong.spec.template.spec.containers[0].readyProbe = {};
  assert.match(typeFaults([wrong]), /readyProbe/);
});

test('Prometheus finds each silo and gateway once, at its metrics, under the job that rules ask for', () => {
  // As Kubernetes' discovery describes a pod: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
  const found = rendered.postgres.filter(one => one.kind === 'Deployment').flatMap(({ metadata, spec: { template } }, at) => template.spec.containers.flatMap(container => container.ports.map(port => ({
    targets: [`10.0.0.${at + 1}:${port.containerPort}`],
    labels: {
      __meta_kubernetes_namespace: metadata.namespace,
      __meta_kubernetes_pod_name: `${metadata.name}-1`,
      __meta_kubernetes_pod_container_port_number: `${port.containerPort}`,
      ...Object.fromEntries(Object.entries(template.metadata.labels).map(([name, value]) => [`__meta_kubernetes_pod_label_${name.replace(/\W/g, '_')}`, value])),
      ...Object.fromEntries(Object.entries(template.metadata.annotations).map(([name, value]) => [`__meta_kubernetes_pod_annotation_${name.replace(/\W/g, '_')}`, value])),
    },
  }))));
  const folder = mkdtempSync(join(tmpdir(), 'sessionshare-prometheus-'));
  try {
    const config = yaml(readFileSync(new URL('../../deploy/prometheus/kubernetes.yml', import.meta.url), 'utf8'));
    assert.deepEqual(config.rule_files, ['rules.yml']);
    const [scrape] = config.scrape_configs;
    assert.deepEqual(scrape.kubernetes_sd_configs, [{ role: 'pod', namespaces: { names: ['sessionshare'] } }]);
    delete scrape.kubernetes_sd_configs; // Debian's Prometheus has none.
    writeFileSync(join(folder, 'config.yml'), JSON.stringify({ scrape_configs: [{ ...scrape, static_configs: found }] }));
    const told = JSON.parse(execFileSync('promtool', ['check', 'service-discovery', '--timeout=1s', join(folder, 'config.yml'), scrape.job_name], { encoding: 'utf8' }));
    const kept = told.map(target => target.labels).filter(labels => Object.keys(labels).length > 0);
    assert.deepEqual(kept.map(({ __address__, __metrics_path__, job, instance, namespace }) => ({ __address__, __metrics_path__, job, instance, namespace })).sort((one, other) => (one.job < other.job ? -1 : 1)), [
      { __address__: '10.0.0.1:9464', __metrics_path__: '/metrics', job: 'gateway', instance: 'gateway-1', namespace: 'sessionshare' },
      { __address__: '10.0.0.2:8081', __metrics_path__: '/metrics', job: 'silo', instance: 'silo-1', namespace: 'sessionshare' },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

for (const [what, file, text, by, found] of !isCluster ? [] : [
  ['a wrong port of a container', 'base/silo.yaml', 'containerPort: 11111', 'containerPort: 11112', /Silo:SiloPort says port 11111/],
  ['a wrong port of a service', 'base/gateway.yaml', 'targetPort: http', 'targetPort: web', /no container has the port web/],
  ['a wrong port in a policy', 'base/network.yaml', '- port: gateways', '- port: 30001', /no container has the port 30001/],
  ['a wrong path of a probe', 'base/gateway.yaml', 'path: /health/ready', 'path: /healthz', /asks for \/healthz/],
  ['a wrong path to scrape', 'base/silo.yaml', 'prometheus.io/path: /metrics', 'prometheus.io/path: /stats', /scraping asks for \/stats/],
  ['an unknown variable of a section', 'base/silo.yaml', 'Silo__StopTime', 'Silo__StopAfter', /Silo:StopAfter is no setting/],
  ['a variable of an unknown section', 'base/kustomization.yaml', 'Silo__ClusterId', 'Cluster__Id', /Cluster:Id is no setting/],
  ['a value that can\'t be read', 'base/gateway.yaml', 'value: "00:00:10"', 'value: soon', /Gateway:LeaveTime is 'soon'/],
  ['a required setting that is not set', 'base/silo.yaml', /\n +- name: Postgres__ConnectionString\n +valueFrom:\n +secretKeyRef:\n +name: sessionshare-postgres\n +key: connection-string\n/, '\n', /Postgres:ConnectionString is missing/],
  ['a secret that nobody makes', 'base/gateway.yaml', 'secretName: sessionshare-key', 'secretName: sessionshare-keys', /nobody makes the secret sessionshare-keys/],
  ['a key that a secret has not', 'base/silo.yaml', 'key: connection-string', 'key: connection', /has no key connection/],
  ['a file in no volume', 'base/gateway.yaml', 'value: /key/key', 'value: /run/key', /which is in no volume/],
  ['a host that is not the public address', 'base/ingress.yaml', '- host: share.example.com', '- host: example.com', /Gateway:PublicUrl is/],
  ['a grace shorter than the stop', 'base/silo.yaml', 'terminationGracePeriodSeconds: 45', 'terminationGracePeriodSeconds: 30', /is killed after 30 s/],
  ['a root file system that can be written', 'base/gateway.yaml', 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false', /can be written/],
])
  test(`Found: ${what}`, () => {
    const literal = text instanceof RegExp ? readFileSync(join(kubernetes, file), 'utf8').match(text)[0] : text;
    assert.match(faultsWith(file, literal, by).join('\n'), found);
  });
