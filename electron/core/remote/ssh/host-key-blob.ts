/** The algorithm name that begins a raw public key blob (RFC 4253, 6.6), or undefined where there is none. */
export const blobType = (raw: Uint8Array): string | undefined => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes.length < 4) return undefined;
  const length = bytes.readUInt32BE(0);
  if (length === 0 || length > 64 || length + 4 > bytes.length) return undefined;
  return bytes.toString('latin1', 4, 4 + length);
};
