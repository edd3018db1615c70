import type { IBuffer } from '@xterm/xterm';

/** Lines of a buffer as text: what was wrapped is one line again, and blanks at the ends go. */
export function textOfLines(buffer: Pick<IBuffer, 'getLine'>, first: number, last: number): string {
  const lines: string[] = [];
  for (let at = first; at <= last; at++) {
    const line = buffer.getLine(at);
    if (!line) continue;
    const continues = buffer.getLine(at + 1)?.isWrapped ?? false;
    const text = line.translateToString(!continues);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines.map(line => line.trimEnd()).join('\n').trimEnd();
}
