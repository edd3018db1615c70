// Draws the panels of a dashboard from what a Prometheus has of some minutes: one SVG a dashboard.
import { writeFileSync } from 'node:fs';
import * as echarts from 'echarts';

const Width = 430;
const Height = 230;
const Columns = 3;

const units = {
  s: value => (value === 0 ? '0' : value < 0.001 ? `${(value * 1e6).toFixed(0)} µs` : value < 1 ? `${+(value * 1000).toPrecision(3)} ms` : `${+value.toPrecision(3)} s`),
  bytes: value => size(value),
  Bps: value => `${size(value)}/s`,
  cps: value => `${+value.toPrecision(3)}/s`,
  short: value => `${+value.toPrecision(3)}`,
};
const size = value => (value < 1000 ? `${+value.toPrecision(3)} B` : value < 1e6 ? `${+(value / 1000).toPrecision(3)} kB` : `${+(value / 1e6).toPrecision(3)} MB`);

async function seriesOf(prometheus, target, { from, to, step, variables }) {
  const query = Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(name, value), target.expr);
  const answer = await (await fetch(`${prometheus}/api/v1/query_range?query=${encodeURIComponent(query)}&start=${from}&end=${to}&step=${step}`)).json();
  return answer.data.result.map(({ metric, values }) => ({
    type: 'line',
    name: target.legendFormat.replace(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ''),
    showSymbol: false,
    lineStyle: { width: 1.5 },
    data: values.filter(([, value]) => Number.isFinite(Number(value))).map(([at, value]) => [at - from, Number(value)]),
  }));
}

async function draw(panel, prometheus, range) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: Width, height: Height });
  const series = (await Promise.all(panel.targets.map(target => seriesOf(prometheus, target, range)))).flat();
  if (series[0] && range.marks) series[0].markLine = { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: '#bbb', type: 'dashed' }, data: range.marks.map(mark => ({ xAxis: mark.at - range.from })) };
  chart.setOption({
    animation: false,
    title: { text: panel.title, left: 8, top: 4, textStyle: { fontSize: 13 } },
    legend: { bottom: 2, left: 8, type: 'plain', itemWidth: 12, itemHeight: 8, textStyle: { fontSize: 10 } },
    grid: { left: 64, right: 14, top: 32, bottom: 54 },
    xAxis: { type: 'value', min: 0, max: Math.ceil(range.to - range.from), axisLabel: { fontSize: 10, formatter: '{value} s' } },
    yAxis: { type: 'value', min: 0, axisLabel: { fontSize: 10, formatter: units[panel.fieldConfig.defaults.unit] ?? units.short } },
    series,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/**
 * Writes a picture of a dashboard.
 * @param range {{from: number, to: number, step: number, variables: Record<string, string>, marks?: {at: number}[]}} Seconds, and what stands for the dashboard's variables.
 */
export async function drawDashboard(dashboard, prometheus, range, file) {
  const parts = [];
  for (const [at, panel] of dashboard.panels.entries()) {
    const svg = await draw(panel, prometheus, range);
    parts.push(svg.replace('<svg ', `<svg x="${(at % Columns) * Width}" y="${Math.floor(at / Columns) * Height}" `));
  }
  const height = Math.ceil(dashboard.panels.length / Columns) * Height;
  writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" width="${Width * Columns}" height="${height}" viewBox="0 0 ${Width * Columns} ${height}"><rect width="100%" height="100%" fill="#fff"/>${parts.join('\n')}</svg>\n`);
}
