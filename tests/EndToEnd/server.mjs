import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../artifacts/current/', import.meta.url));

/** The programs under test; `SESSIONSHARE_PROGRAMS` names another folder that holds both. */
export const programs = process.env.SESSIONSHARE_PROGRAMS ?? built;

/** A gateway with its silo in one process, on a port of its own, in a folder of its own. */
export async function startServer({ settings = [], data = mkdtempSync(join(tmpdir(), 'sessionshare-web-')), url = 'http://127.0.0.1:0' } = {}) {
  const child = spawn(join(programs, 'sessionshare-gateway'), ['--url', url, '--data', data, ...settings.flatMap(set => ['--set', set])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  child.stderr.on('data', bytes => log.push(bytes));
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on('data', bytes => {
      log.push(bytes);
      const address = /(http:\/\/\S+)/.exec(Buffer.concat(log).toString());
      if (address) resolve(address[1].replace(/\/$/, ''));
    });
    child.on('exit', code => reject(new Error(`The server ended with ${code}: ${Buffer.concat(log)}`)));
  });

  return {
    origin,
    data,
    log: () => Buffer.concat(log).toString(),
    kill: signal => new Promise(resolve => (child.on('exit', resolve), child.kill(signal))),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await this.kill('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Signs in as the operating-system user, the way docs/protocol.md section 8 says. Answers the token. */
export async function signIn(origin, email, team = null) {
  const { nonce, keyFile } = await (await fetch(`${origin}/api/sign-in/challenge`)).json();
  const key = Buffer.from(readFileSync(keyFile, 'utf8').split('\n')[1], 'base64');
  const proof = createHmac('sha256', key).update(`${nonce}\n${new URL(origin).host}\n${email}\n${team ?? ''}`).digest('base64');
  const answer = await fetch(`${origin}/api/sign-in/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, team, nonce, proof }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${body.reason}: ${body.text}`);
  return body.token;
}

/** A session id: 128 random bits in base 62. */
export function newSessionId() {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let value = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let text = '';
  for (let i = 0; i < 22; i++, value /= 62n) text = alphabet[Number(value % 62n)] + text;
  return text;
}

/** Encodes frames `[kind, bytes]` as docs/protocol.md section 3 lays them out. */
export function runOf(first, ...frames) {
  const parts = frames.map(([kind, payload]) => {
    const header = Buffer.alloc(13);
    header.writeUInt8(kind, 0);
    header.writeUInt32LE(payload.length, 1);
    return Buffer.concat([header, Buffer.from(payload)]);
  });
  return { first, count: frames.length, bytes: Buffer.concat(parts).toString('base64') };
}

/** The bytes of the Output frames in a run. */
export function outputOf(run) {
  const bytes = Buffer.from(run.bytes, 'base64');
  const outputs = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 1);
    if (bytes[at] === 1) outputs.push(bytes.subarray(at + 13, at + 13 + length));
    at += 13 + length;
  }
  return Buffer.concat(outputs);
}
