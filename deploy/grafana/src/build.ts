// Writes the dashboards, or with --check says whether they are as the source has them.
import { readFileSync, writeFileSync } from 'node:fs';
import { DashboardBuilder, DatasourceVariableBuilder, QueryVariableBuilder, VariableRefresh } from '@grafana/grafana-foundation-sdk/dashboard';
import { fleet } from './fleet.js';
import { limits } from './limits.js';
import { build, datasource, type Panel } from './panels.js';
import { session } from './session.js';

function dashboard(uid: string, title: string, panels: Panel[], refresh: string): DashboardBuilder {
  const builder = new DashboardBuilder(title)
    .uid(`sessionshare-${uid}`)
    .tags(['sessionshare'])
    .editable()
    .refresh(refresh)
    .time({ from: 'now-1h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  panels.forEach(panel => builder.withPanel(build(panel)));
  return builder;
}

const live = new QueryVariableBuilder('session')
  .label('Session')
  .datasource(datasource)
  .query('label_values(sessionshare_live_phase, session)')
  .refresh(VariableRefresh.OnTimeRangeChanged);

const dashboards = {
  fleet: dashboard('fleet', 'SessionShare: Fleet', fleet, '30s'),
  session: dashboard('session', 'SessionShare: Session', session, '15s').withVariable(live),
  limits: dashboard('limits', 'SessionShare: Limits and quotas', limits, '1m'),
};

const isCheck = process.argv.includes('--check');
for (const [name, builder] of Object.entries(dashboards)) {
  const file = new URL(`../dashboards/${name}.json`, import.meta.url);
  const text = JSON.stringify(builder.build(), null, 2) + '\n';
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name}.json is not what its source says: npm run build in deploy/grafana.`);
    process.exitCode = 1;
  }
}
