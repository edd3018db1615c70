const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 128 random bits as 22 characters of base 62, as docs/protocol.md has ids. */
export function newId(bytes = crypto.getRandomValues(new Uint8Array(16))): string {
  let value = bytes.reduce((whole, byte) => (whole << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let i = 0; i < 22; i++, value /= 62n) text = digits[Number(value % 62n)] + text;
  return text;
}
