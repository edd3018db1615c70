// How large the built page is over the wire; fails where its scripts together are larger than they may be.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const most = 400_000; // bytes, compressed
const assets = fileURLToPath(new URL('../Gateway/wwwroot/assets/', import.meta.url));

const scripts = readdirSync(assets).filter(name => name.endsWith('.js'));
const sizes = scripts.map(name => ({ name, bytes: gzipSync(readFileSync(assets + name), { level: 9 }).length }));
const whole = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { name, bytes } of sizes) console.log(`${String(bytes).padStart(9)}  ${name}`);
console.log(`${String(whole).padStart(9)}  bytes of scripts, compressed; ${most} at the most`);
if (scripts.length === 0 || whole > most) process.exit(1);
