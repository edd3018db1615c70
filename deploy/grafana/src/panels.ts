// Panels as our dashboards have them: a title, a unit, a sentence that says what to see in it, and queries.
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { LegendDisplayMode, LegendPlacement, TooltipDisplayMode, VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

export const datasource: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** Grafana's names of units. */
export type Unit = 'short' | 's' | 'bytes' | 'Bps' | 'cps' | 'reqps' | 'percentunit';

/** A query and what its series are called, with `{{label}}`. */
export interface Query {
  expr: string;
  legend: string;
}

export interface Panel {
  title: string;
  unit: Unit;
  says: string;
  queries: Query[];
}

/** Half and one in a hundred of what a histogram measured. */
export const quantiles = (histogram: string): Query[] =>
  ([['0.5', 'half'], ['0.99', 'all but one in a hundred']] as const).map(([quantile, legend]) => ({
    expr: `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket[$__rate_interval])))`,
    legend,
  }));

/** How fast a counter grows, over all processes. */
export const rate = (counter: string, legend: string, by?: string): Query => ({
  expr: `sum ${by ? `by (${by}) ` : ''}(rate(${counter}[$__rate_interval]))`,
  legend,
});

export function build(panel: Panel): PanelBuilder {
  const builder = new PanelBuilder()
    .title(panel.title)
    .description(panel.says)
    .datasource(datasource)
    .unit(panel.unit)
    .min(0)
    .span(8)
    .height(8)
    .fillOpacity(10)
    .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  panel.queries.forEach((query, at) => builder.withTarget(new DataqueryBuilder().refId(String.fromCharCode(65 + at)).datasource(datasource).expr(query.expr).legendFormat(query.legend)));
  return builder;
}
