// The operations guide, followed: a cluster that Prometheus reads. What its dashboards ask has answers, and its alerts are loaded and tried.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { certificates, person, programs, share, startGuide, until } from './guide.mjs';
import { isCluster } from './programs.mjs';
import { collectSpans } from './spans.mjs';

const deploy = new URL('../../deploy/', import.meta.url).pathname;
const guide = new URL('../../docs/operations.md', import.meta.url).pathname;
const dashboards = Object.fromEntries(readdirSync(join(deploy, 'grafana/dashboards')).map(file => [file, JSON.parse(readFileSync(join(deploy, 'grafana/dashboards', file), 'utf8'))]));
const panels = Object.entries(dashboards).flatMap(([file, dashboard]) => dashboard.panels.flatMap(panel => panel.targets.map(target => ({ file, panel: panel.title, expr: target.expr }))));

test('The dashboards are what their source says', () => execFileSync('npm', ['run', '--silent', 'check'], { cwd: join(deploy, 'grafana'), stdio: 'pipe' }));

test('Each alert fires in its drill, and has its paragraph', () => {
  execFileSync('promtool', ['test', 'rules', join(deploy, 'prometheus/rules.test.yml')], { stdio: 'pipe' });
  const rules = readFileSync(join(deploy, 'prometheus/rules.yml'), 'utf8');
  const tried = readFileSync(join(deploy, 'prometheus/rules.test.yml'), 'utf8');
  const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  const headings = [...readFileSync(guide, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(' ', '-'));
  for (const name of names) {
    assert.match(tried, new RegExp(`alertname: ${name}\\n\\s+exp_alerts:\\n\\s+- exp_labels`), `${name} is not tried`);
    assert.match(rules, new RegExp(`docs/operations.md#${name.toLowerCase()}\\b`));
  }
  for (const [, anchor] of rules.matchAll(/runbook: docs\/operations\.md#(\S+)/g)) assert.ok(headings.includes(anchor), `operations.md has no paragraph ${anchor}`);
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
      cluster = await startGuide({ ...collector.settings, Silo__CertificateFile: `${keys}/member.pem`, Silo__CertificateKeyFile: `${keys}/member.key`, Silo__AuthorityFile: `${keys}/authority.pem` });
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

    test('Clients of a gateway that leaves are counted as they come back at the other', async () => {
      cluster.signal('SIGTERM', 'sessionshare-gateway', cluster.pages.gateways[0]);
      await until(async () => (await cluster.query(`sum(sessionshare_live_resumes_total{session="${shared.session}"}) >= 2`)).length > 0, 'sharer and viewer at the other gateway', cluster.log);
    });

    test('A session whose silo was killed comes to life on the other', async () => {
      const [{ metric }] = await cluster.query(`sessionshare_live_phase{session="${shared.session}"}`);
      cluster.signal('SIGKILL', 'silo', metric.instance.split(':')[1]);
      await until(async () => (await cluster.query(`sessionshare_live_phase{session="${shared.session}",phase="sharing",instance!="${metric.instance}"}`)).length > 0, 'the session on the other silo', cluster.log);
    });

    test('Every query of every dashboard has an answer', async () => {
      const lacking = new Set(panels);
      await until(
        async () => {
          for (const one of lacking) {
            const expr = one.expr.replaceAll('$__rate_interval', '10s').replaceAll('$session', shared.session);
            if ((await cluster.query(expr)).some(({ value }) => value[1] !== 'NaN')) lacking.delete(one);
          }
          return lacking.size === 0;
        },
        'answers to all',
        () => JSON.stringify([...lacking], null, 1),
        40_000,
      );
    });

    test('The alerts are loaded, and none fires that has no reason', async () => {
      const { data } = await (await fetch(`${cluster.prometheus}/api/v1/rules`)).json();
      const rules = data.groups.flatMap(group => group.rules);
      assert.equal(rules.length, 6);
      assert.deepEqual(rules.filter(rule => rule.lastError).map(rule => rule.lastError), []);
      assert.deepEqual(rules.filter(rule => rule.state === 'firing').map(rule => rule.name), []);
    });

  });
