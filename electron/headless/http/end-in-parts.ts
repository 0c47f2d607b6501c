import type { Writable } from 'node:stream';

const partBytes = 64 * 1024;

/**
 * Writes all of something and ends, a part at a time as the client takes it: of one large write nobody can tell before its
 * end whether the client reads slowly or not at all, and `Connections` cuts off those who don't.
 */
export function endInParts(writable: Writable, bytes: Uint8Array): void {
  let at = 0;
  const go = (): void => {
    while (at < bytes.length) {
      const part = bytes.subarray(at, at + partBytes);
      at += part.length;
      if (!writable.write(part)) {
        writable.once('drain', go);
        return;
      }
    }
    writable.end();
  };
  go();
}
