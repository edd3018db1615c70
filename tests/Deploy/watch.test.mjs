// The operations guide, followed: a cluster that Prometheus reads. What its dashboards ask has answers, and its alerts are loaded and tried.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { database } from './faults.mjs';
import { certificates, countedSession, person, share, startGuide, until } from './guide.mjs';
import { isCluster } from './programs.mjs';
import { alerts, faster, rules } from './rules.mjs';
import { collectSpans } from './spans.mjs';

const deploy = new URL('../../deploy/', import.meta.url).pathname;
const guide = new URL('../../docs/operations.md', import.meta.url).pathname;
const dashboards = Object.fromEntries(readdirSync(join(deploy, 'grafana/dashboards')).map(file => [file, JSON.parse(readFileSync(join(deploy, 'grafana/dashboards', file), 'utf8'))]));
const panels = Object.entries(dashboards).flatMap(([file, dashboard]) => dashboard.panels.flatMap(panel => panel.targets.map(target => ({ file, panel: panel.title, expr: target.expr }))));

test('The dashboards are what their source says', () => execFileSync('npm', ['run', '--silent', 'check'], { cwd: join(deploy, 'grafana'), stdio: 'pipe' }));

test('Each alert is tried with made-up numbers, has a drill and its paragraph', () => {
  execFileSync('promtool', ['test', 'rules', join(deploy, 'prometheus/rules.test.yml')], { stdio: 'pipe' });
  const tried = readFileSync(join(deploy, 'prometheus/rules.test.yml'), 'utf8');
  const drills = readFileSync(new URL('./alerts.mjs', import.meta.url), 'utf8');
  const headings = [...readFileSync(guide, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(' ', '-'));
  for (const name of alerts) {
    assert.match(tried, new RegExp(`alertname: ${name}\\n\\s+exp_alerts:\\n\\s+- exp_labels`), `${name} is not tried`);
    assert.match(drills, new RegExp(`^  ${name}: \\{$`, 'm'), `${name} has no drill`);
    assert.match(rules, new RegExp(`docs/operations.md#${name.toLowerCase()}\\b`));
  }
  for (const [, anchor] of rules.matchAll(/runbook: docs\/operations\.md#(\S+)/g)) assert.ok(headings.includes(anchor), `operations.md has no paragraph ${anchor}`);
});

test('Rules with shorter times are rules, and nothing but their times is another', () => {
  const short = faster(60);
  const folder = mkdtempSync(join(tmpdir(), 'sessionshare-rules-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), short);
    execFileSync('promtool', ['check', 'rules', join(folder, 'rules.yml')], { stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const timeless = text => text.replaceAll(/for: \w+|\[\w+\]/g, 'a time');
  assert.equal(timeless(short), timeless(rules));
  assert.match(short, /for: 1000ms/);
  assert.match(short, /\[5000ms\]/);
});

// A cluster asks for Orleans' packages: docs/operations.md.
if (isCluster && existsSync('/usr/lib/postgresql'))
  describe('A cluster by the guide, with TLS between its members', () => {
    const keys = mkdtempSync(join(tmpdir(), 'sessionshare-keys-'));
    const homes = [keys];
    const children = [];
    let cluster;
    let collector;
    let shared;

    const at = order => order.map(number => cluster.servers[number]).join(',');
    const come = (words, order = [0, 1]) => {
      const one = person(words, at(order), homes);
      children.push(one.child);
      return one;
    };
    const begin = async (words, order = [0, 1]) => {
      const one = await share(words, at(order), homes);
      children.push(one.child);
      return one;
    };

    before(async () => {
      execFileSync('sh', ['-ec', certificates()], { cwd: keys, stdio: 'pipe' });
      collector = await collectSpans();
      cluster = await startGuide({ ...collector.settings, Silo__CertificateFile: `${keys}/member.pem`, Silo__CertificateKeyFile: `${keys}/member.key`, Silo__AuthorityFile: `${keys}/authority.pem` }, faster(60));
      shared = await begin(['--', 'sh', '-c', 'while :; do seq 100; sleep 0.1; done']);
      come(['join', shared.link, '--raw']);
      come(['join', shared.link, '--raw', '--type'], [1, 0]).child.stdin.write('x');
      const brief = await begin(['--', 'true'], [1, 0]);
      await until(() => brief.child.exitCode !== null, 'the brief session to end', brief.output);
      come(['join', shared.link.replace(/.$/, letter => (letter === 'x' ? 'y' : 'x')), '--raw']);
      await until(async () => (await cluster.query(`sessionshare_live_phase{session="${shared.session}"}`)).length === 1, 'the session in Prometheus', cluster.log);
    });

    after(async () => {
      for (const child of children) child.kill('SIGKILL');
      await cluster?.stop();
      collector?.close();
      for (const home of homes) rmSync(home, { recursive: true, force: true });
    });

    test('Whoever shows no certificate is sent away', async () => {
      const reach = own => {
        const socket = connect({ host: '127.0.0.1', port: cluster.siloPort, ca: readFileSync(join(keys, 'authority.pem')), checkServerIdentity: () => undefined, ...own });
        socket.on('error', () => {});
        return { socket, gone: new Promise(resolve => socket.on('close', resolve).resume()), there: new Promise(resolve => socket.on('secureConnect', resolve)) };
      };
      const member = reach({ cert: readFileSync(join(keys, 'member.pem')), key: readFileSync(join(keys, 'member.key')) });
      await member.there;
      await reach({}).gone;
      assert.equal(member.socket.readyState, 'open', 'a member may stay');
      member.socket.destroy();
    });

    test('What gateway and silo do for a person is one trace', async () => {
      const linked = (gateway, silo) => collector.spans.some(asked => asked.program === 'sessionshare-gateway' && asked.name === gateway
        && collector.spans.some(inside => inside.program === 'sessionshare-silo' && inside.name === silo && inside.trace === asked.trace));
      for (const verb of ['share', 'join'])
        await until(() => linked(verb, `session ${verb}`), `${verb} at the gateway and the silo`, () => JSON.stringify(collector.spans.filter(span => /^(session )?(share|join)/.test(span.name))));
    });

    /** Waits until an alert fires, or does not any more. */
    const untilFires = (name, expected = true) =>
      until(async () => (await cluster.alerts()).some(alert => alert.labels.alertname === name && alert.state === 'firing') === expected, `${name} ${expected ? 'to fire' : 'to end'}`, async () => JSON.stringify(await cluster.alerts()) + cluster.log());

    test('The alerts are loaded, and none fires that has no reason', async () => {
      const { data } = await (await fetch(`${cluster.prometheus}/api/v1/rules`)).json();
      const loaded = data.groups.flatMap(group => group.rules);
      assert.deepEqual(loaded.map(rule => rule.name), alerts);
      assert.deepEqual(loaded.filter(rule => rule.lastError).map(rule => rule.lastError), []);
      // The others have to do with time, of which a busy machine has none.
      assert.deepEqual(loaded.filter(rule => rule.state === 'firing' && /SiloLost|QuotaRefusals/.test(rule.name)).map(rule => rule.name), []);
    });

    test('An operator drains a gateway: its clients go on at the other, and a recorder gets every line once', async () => {
      const counted = await countedSession(at([0, 1]), homes);
      children.push(counted.child, counted.recorder);
      const drain = come(['admin', 'drain'], [0]);
      await until(() => drain.child.exitCode !== null, 'the drain to be begun', drain.output);
      assert.equal(drain.child.exitCode, 0, drain.output());
      await until(async () => (await fetch(`${cluster.servers[0]}/health/ready`)).status === 503, 'the gateway to be not ready');
      // Two who share; two viewers of one session, one of the other.
      for (const [what, at0, at1] of [['sharers', 0, 2], ['viewers', 0, 3]])
        for (const [gateway, expected] of [[0, at0], [1, at1]])
          await until(
            async () => (await cluster.query(`sessionshare_gateway_${what}{instance="127.0.0.1:${cluster.pages.metrics[gateway]}"} == ${expected}`)).length > 0,
            `${expected} ${what} at gateway ${gateway + 1}`,
            async () => JSON.stringify(await cluster.query('{__name__=~"sessionshare_(live_phase|gateway_viewers|gateway_sharers)"}'), null, 1),
          );
      await counted.more(50, cluster.log);
      assert.equal(counted.fault(), undefined);
      const audit = come(['audit', '--kind', 'administered', '--json'], [1]);
      await until(() => audit.child.exitCode !== null, 'the audit', audit.output);
      assert.match(audit.output(), /"text":"drain"/);
      cluster.signal('SIGTERM', 'sessionshare-gateway', cluster.pages.gateways[0]);
    });

    let lost;
    test('A session whose silo was killed comes to life on the other', async () => {
      const [{ metric }] = await cluster.query(`sessionshare_live_phase{session="${shared.session}"}`);
      lost = metric.instance.split(':')[1];
      cluster.signal('SIGKILL', 'silo', lost);
      await until(async () => (await cluster.query(`sessionshare_live_phase{session="${shared.session}",phase="sharing",instance!="${metric.instance}"}`)).length > 0, 'the session on the other silo', cluster.log);
    });

    test('Every query of every dashboard has an answer', async () => {
      const lacking = new Set(panels);
      await until(
        async () => {
          for (const one of lacking) {
            const expr = one.expr.replaceAll('$__rate_interval', '60s').replaceAll('$session', shared.session);
            if ((await cluster.query(expr)).some(({ value }) => value[1] !== 'NaN')) lacking.delete(one);
          }
          return lacking.size === 0;
        },
        'answers to all',
        () => JSON.stringify([...lacking], null, 1),
        40_000,
      );
    });

    test('An alert says that a silo is lost, and ends when it is back', async () => {
      await untilFires('SessionShareSiloLost');
      cluster.say(cluster.commandFor(lost));
      await untilFires('SessionShareSiloLost', false);
    });

    test('A database that takes no writes raises its alert, which ends when it does again', async () => {
      const end = database(cluster).readOnly();
      try {
        await untilFires('SessionShareStorageFailing');
      } finally {
        end();
      }
      await untilFires('SessionShareStorageFailing', false);
    });
  });
