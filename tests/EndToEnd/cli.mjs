import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patience } from './expecting.mjs';
import { programs } from './server.mjs';
import { ask, closeTmux, tmux } from './tmux.mjs';

export const program = join(programs, 'sessionshare');

/** A home is a person. */
export const newHome = () => mkdtempSync(join(tmpdir(), 'sessionshare-home-'));

export const removeHome = home => rmSync(home, { recursive: true, force: true });

const environment = (home, server) => ({
  ...process.env,
  SESSIONSHARE_HOME: home,
  ...(server ? { SESSIONSHARE_SERVER: server } : {}),
  TERM: 'xterm-256color',
  SHELL: '/bin/bash',
});

/** Waits until `look()` gives something, looking again whenever `poke` is called. */
const waiting = () => {
  const looks = new Set();
  return {
    poke: () => looks.forEach(look => look()),
    until: (find, what, seen, within = patience) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = find();
          if (!found) return;
          clearTimeout(limit);
          looks.delete(look);
          resolve(found);
        };
        const limit = setTimeout(() => reject(new Error(`Expected ${what}; seen: ${seen()}`)), within);
        looks.add(look);
        look();
      }),
  };
};

/** `sessionshare WORDS` without a terminal: its output, its lines, its end. */
export function run(home, words, { server, input = 'ignore' } = {}) {
  const child = spawn(program, words, { env: environment(home, server), stdio: [input, 'pipe', 'pipe'] });
  const out = [];
  let errors = '';
  const { poke, until } = waiting();
  child.stdout.on('data', bytes => (out.push(bytes), poke()));
  child.stderr.on('data', bytes => ((errors += bytes), poke()));
  const ended = new Promise(resolve => child.on('close', (code, signal) => (resolve(signal ?? code), poke())));
  const output = () => Buffer.concat(out);
  return {
    child,
    ended,
    output,
    errors: () => errors,
    line: (pattern, what = String(pattern)) =>
      until(() => output().toString().split('\n').find(line => pattern.test(line)), what, () => `${output()} ${errors}`),
    error: pattern => until(() => pattern.exec(errors), String(pattern), () => errors),
    kill: signal => child.kill(signal),
  };
}

/** Shares a command headless, and knows its link. */
export async function share(words, options = {}) {
  const home = options.home ?? newHome();
  const process = run(home, ['share', '--json', '--yes', ...words], options);
  const { link, session } = JSON.parse(await process.line(/"shared"/, 'the link'));
  return {
    home,
    link,
    session,
    process,
    stop: async () => {
      process.kill('SIGTERM');
      await process.ended;
      if (!options.home) removeHome(home);
    },
  };
}

/** A real terminal with `sessionshare WORDS` in it. */
export function terminal(name, home, words, { server, columns = 80, rows = 24 } = {}) {
  const env = environment(home, server);
  const set = Object.entries(env)
    .filter(([key]) => key.startsWith('SESSIONSHARE_') || key === 'SHELL')
    .flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  tmux('new-session', '-d', '-s', name, '-x', String(columns), '-y', String(rows), ...set, 'sh');
  tmux('set-option', '-t', name, 'status', 'off');
  tmux('send-keys', '-t', name, '-l', `stty sane; ${program} ${words.join(' ')}; echo "ended with $?"`);
  tmux('send-keys', '-t', name, 'Enter');

  const all = () => ask(`capture-pane -p -t ${name}`);
  const told = format => ask(`display-message -p -t ${name} '${format}'`).trim();
  /** What the program shows: without our own line in the last row. */
  const screen = () => all().replace(/\n(?:[●○▶⏸] |\S+ (?:joined|left))[^\n]*\n$/, '').trimEnd();
  return {
    screen,
    /** All rows, our own line too. */
    all,
    /** Our own line in the last row. */
    line: () => all().trimEnd().split('\n').at(-1),
    title: () => told('#{pane_title}'),
    ask: told,
    set: (option, value) => tmux('set-option', '-s', option, value),
    buffers: () => ask('list-buffers').trim(),
    keys: (...keys) => tmux('send-keys', '-t', name, ...keys),
    type: text => tmux('send-keys', '-t', name, '-l', text),
    resize: (c, r) => tmux('resize-window', '-t', name, '-x', String(c), '-y', String(r)),
    until: (find, what) => poll(() => find(screen()), what, all),
    titled: pattern => poll(() => pattern.test(told('#{pane_title}')), `a title like ${pattern}`, () => told('#{pane_title}')),
    close: () => tmux('kill-session', '-t', name),
  };
}

export { closeTmux as closeTerminals };

/** tmux tells nobody when a screen changes, so it is looked at again and again. */
async function poll(find, what, seen, within = patience) {
  const limit = Date.now() + within;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > limit) throw new Error(`Expected ${what}; seen:\n${seen()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

export { poll };
