type Native = { fromBase64?: (text: string) => Uint8Array };

/** Base64 to bytes; by the browser's own decoder where it has one. */
export function decodeBase64(text: string): Uint8Array {
  const native = (Uint8Array as unknown as Native).fromBase64;
  return native ? native.call(Uint8Array, text) : decodeByHand(text);
}

export function decodeByHand(text: string): Uint8Array {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Bytes to base64; a few KiB at the most. */
export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
