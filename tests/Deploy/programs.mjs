// What the programs say of settings: their own --check, which refuses what they don't read and what they lack.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const folder = process.env.SESSIONSHARE_PROGRAMS ?? new URL('../../artifacts/current', import.meta.url).pathname;

/** Whether this build's programs can be a cluster: that asks for Orleans' packages. What needs one is no test of a build without. */
export const isCluster = /Orleans \d/.test(spawnSync(join(folder, 'silo'), ['--version'], { encoding: 'utf8' }).stdout);

/** The pages that each of a program's addresses has. */
export const pages = {
  'Silo:HealthUrl': ['/health/live', '/health/ready', '/metrics'],
  'Gateway:Url': ['/health/live', '/health/ready'],
  'Gateway:MetricsUrl': ['/metrics'],
};

/**
 * Asks a program whether it can start with these variables. A variable that is a setting's (it has "__") is handed over by name, so that one in a section that nobody reads is refused, too.
 * @returns {{faults: string[], settings: Record<string, string>}}
 */
export function check(program, variables) {
  const key = JSON.stringify([program, variables]);
  return (checked[key] ??= ask(program, variables));
}

const checked = {};

function ask(program, variables) {
  const set = Object.entries(variables).filter(([name]) => name.includes('__')).flatMap(([name, value]) => ['--set', `${name.replaceAll('__', ':')}=${value}`]);
  const { status, stdout, stderr } = spawnSync(join(folder, program), ['--check', ...set], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/nowhere' } });
  const settings = Object.fromEntries(stdout.split('\n').filter(Boolean).map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { faults: status === 0 ? [] : stderr.split('\n').filter(Boolean), settings };
}

/** The ports that a program listens on, by the setting that says so. */
export function portsOf(program, settings) {
  const port = name => settings[name] && Number(new URL(settings[name]).port || 80);
  const all = program === 'silo'
    ? { 'Silo:SiloPort': Number(settings['Silo:SiloPort']), 'Silo:GatewayPort': Number(settings['Silo:GatewayPort']), 'Silo:HealthUrl': port('Silo:HealthUrl') }
    : { 'Gateway:Url': port('Gateway:Url'), 'Gateway:MetricsUrl': port('Gateway:MetricsUrl') };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** hh:mm:ss in seconds. */
export const seconds = time => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
