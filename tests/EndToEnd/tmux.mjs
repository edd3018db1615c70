// The tmux server in which a file's terminals run.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const socket = `sessionshare-test-${process.pid}`;

/** A client that stays, in tmux's control mode: terminals are looked at so often that a process for each look was a third of what these tests cost. */
class Looking {
  #folder = mkdtempSync(join(tmpdir(), 'sessionshare-tmux-'));
  #decoder = new StringDecoder('utf8');
  #read = '';
  #asked;
  #answered;
  #processes;

  constructor() {
    const [asked, answered] = ['asked', 'answered'].map(name => join(this.#folder, name));
    execFileSync('mkfifo', [asked, answered]);
    // Its session keeps the server when the last terminal is closed: a new one could else meet a server that is just leaving.
    const client = spawn('sh', ['-c', `exec tmux -u -L ${socket} -f /dev/null -C new-session -s looking 'exec sleep infinity' <${asked} >${answered}`], { stdio: 'ignore' });
    client.unref();
    this.#asked = openSync(asked, 'w');
    this.#answered = openSync(answered, 'r');
    this.#answer();
    this.ask('set-option -s exit-unattached on'); // It ends with this process, whatever becomes of that.
    this.#processes = [client.pid, Number(this.ask("display-message -p '#{pid}'"))];
  }

  ask(command) {
    writeSync(this.#asked, `${command}\n`);
    return this.#answer();
  }

  /** The server goes, too: one that is told to leave may wait for ever to tell it to a client that does not read any more. */
  close() {
    for (const id of this.#processes) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has left.
      }
    }
    closeSync(this.#asked);
    closeSync(this.#answered);
    rmSync(this.#folder, { recursive: true });
  }

  /** The next answer's lines; what tmux tells without being asked stands between answers. */
  #answer() {
    let line;
    do line = this.#line();
    while (!line.startsWith('%begin '));
    const mark = line.slice('%begin '.length);
    const lines = [];
    while ((line = this.#line()) !== `%end ${mark}`) {
      if (line === `%error ${mark}`) throw new Error(`tmux: ${lines.join(' ')}`);
      lines.push(`${line}\n`);
    }
    return lines.join('');
  }

  #line() {
    let end;
    while ((end = this.#read.indexOf('\n')) < 0) {
      const bytes = Buffer.alloc(16_384);
      const count = readSync(this.#answered, bytes);
      if (count === 0) throw new Error('tmux has left.');
      this.#read += this.#decoder.write(bytes.subarray(0, count));
    }
    const line = this.#read.slice(0, end);
    this.#read = this.#read.slice(end + 1);
    return line;
  }
}

let looking;
const open = () => (looking ??= new Looking());

/** A command of tmux that only asks, as a line of its own configuration's language. */
export const ask = command => open().ask(command);

/** A command of tmux, by a process of its own. */
export function tmux(...words) {
  open(); // So that the server stands.
  return execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...words], { encoding: 'utf8' });
}

export function closeTmux() {
  if (!looking) return;
  tmux('kill-server');
  looking.close();
  looking = undefined;
}
