import type { Terminal } from '@xterm/xterm';

const longest = 100_000; // characters of base64

/** The session's wish to write the clipboard (OSC 52) is only told; whether it is done is the person's choice. Reading it is never answered. */
export function hearClipboard({ parser }: Terminal, wish: (text: string) => void) {
  parser.registerOscHandler(52, data => {
    const text = clipboardText(data);
    if (text) wish(text);
    return true;
  });
}

/** The text of `c;BASE64`; null for what is no such thing, or asks for the clipboard. */
export function clipboardText(data: string): string | null {
  const base64 = data.slice(data.indexOf(';') + 1);
  if (!data.includes(';') || base64 === '' || base64 === '?' || base64.length > longest) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
