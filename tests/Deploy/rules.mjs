// The alert rules, and the same rules with shorter times: for drills, which make a fault and wait until its alert fires.
import { readFileSync } from 'node:fs';

const seconds = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };
const Duration = '((?:\\d+(?:ms|s|m|h|d))+)';

export const rules = readFileSync(new URL('../../deploy/prometheus/rules.yml', import.meta.url), 'utf8');

/** Every alert's name, in order. */
export const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);

const secondsOf = text => [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)].reduce((sum, [, number, unit]) => sum + number * seconds[unit], 0);

/** A duration, divided: in whole milliseconds, as Prometheus reads it. */
const divide = (text, by) => `${Math.max(1, Math.round((secondsOf(text) * 1000) / by))}ms`;

/**
 * The rules with every `for:` and every range (`[5m]`) divided by a number, and nothing else changed: expressions, thresholds, labels and annotations are the file's own. Rates are of a second whatever their
 * range, so their thresholds mean the same; `increase(...[1h])` counts what comes in the shorter time.
 */
export const faster = by => rules.replaceAll(new RegExp(`\\bfor: ${Duration}`, 'g'), (_, time) => `for: ${divide(time, by)}`).replaceAll(new RegExp(`\\[${Duration}\\]`, 'g'), (_, time) => `[${divide(time, by)}]`);
