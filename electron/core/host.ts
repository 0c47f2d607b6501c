/** Writes one structured line; `fields` never hold secrets, full commands or inputs. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Protects the store's data key: the OS keychain on the desktop, a key file on a headless host. */
export interface Vault {
  /** How the key is protected, shown in the settings. */
  readonly protection: string;
  wrap(dataKey: Uint8Array): Promise<Uint8Array>;
  /** Rejects where the wrapped key cannot be opened; the store is then left untouched. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** The port to everything outside the core that differs between desktop, headless host and tests. */
export interface Host {
  readonly kind: 'desktop' | 'headless' | 'test';
  readonly version: string;
  /** Holds `quayside.db`, `logs/` and `backups/`; null keeps everything in memory (tests). */
  readonly dataFolder: string | null;
  /** The user's `~/.ssh`. */
  readonly sshFolder: string;
  readonly vault: Vault;
  readonly log: Log;
  /** Where others reach this host's webhooks, without a slash at its end: what stands before `/hooks/…`. */
  readonly hooksAt?: string;
  /** Opens an https or loopback address in the browser of whoever sits at this machine; only where somebody does. */
  openBrowser?(url: string): Promise<void>;
  /** The wall clock, in milliseconds since 1970. */
  now(): number;
}
