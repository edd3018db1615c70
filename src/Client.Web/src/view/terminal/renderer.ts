import type { Terminal } from '@xterm/xterm';

export type RendererChoice = 'automatic' | 'webgl' | 'dom';

/**
 * Draws by WebGL where the graphics hardware does it; else xterm's own renderer stays, which is faster than WebGL in software. Its code is fetched only when it is
 * of use. Answers which one draws.
 */
export async function chooseRenderer(terminal: Terminal, choice: RendererChoice, isCurrent: () => boolean): Promise<'webgl' | 'dom'> {
  if (choice === 'dom' || (choice === 'automatic' && !hasHardware())) return 'dom';
  try {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (!isCurrent()) return 'dom';
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose()); // back to xterm's own
    terminal.loadAddon(webgl);
    return 'webgl';
  } catch {
    return 'dom'; // no WebGL after all, or its code could not be fetched
  }
}

const inSoftware = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function hasHardware() {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info'); // not every browser owns up to software otherwise
  const name = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !inSoftware.test(name);
}
