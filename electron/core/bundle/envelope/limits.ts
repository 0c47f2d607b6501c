/** What a bundle may measure at most; whatever exceeds one of these is refused before more is done with it. */
export const bundleLimits = {
  /** Of the file; age adds 16 bytes to each 64 KiB, and compresses nothing. */
  fileBytes: 8 * 1024 * 1024,
  /** Of age's header, which holds about 100 bytes a recipient. */
  headerBytes: 16 * 1024,
  recipients: 64,
  /** Of scrypt, as the power of two: 2^18 takes 256 MiB and about a second. Source: age's own default. */
  scryptWorkFactor: 18,
  /** How deep objects and lists may stand in each other. */
  depth: 64,
  validDays: 366,
} as const;
