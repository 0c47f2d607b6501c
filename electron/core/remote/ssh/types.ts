import type { Client } from 'ssh2';

/** A server's public key as it was offered; `raw` is the key blob, `fingerprint` OpenSSH's `SHA256:…`. */
export interface HostKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly raw: Buffer;
}

/** Anything but `true` or `{ trusted: true }` refuses the key; `pinned` is named in the error. */
export type HostKeyVerdict = boolean | { readonly trusted: boolean; readonly pinned?: string | undefined };

/** How to sign in. A password is also offered to keyboard-interactive; an agent is used, never forwarded. */
export type SshAuth =
  | { readonly kind: 'key'; readonly privateKey: string; readonly passphrase?: string | undefined }
  | { readonly kind: 'agent'; readonly socket: string }
  | { readonly kind: 'password'; readonly password: string };

/** Where to connect. `jump` is connected first, with its own user and host key check. */
export interface SshEndpoint {
  /** What errors call this server. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  readonly jump?: SshTarget | undefined;
  /** Set where the connection may leave this machine’s network only: private addresses are refused then. */
  readonly isPublicOnly?: boolean | undefined;
}

/** All that is needed to open a connection to one server. */
export interface SshTarget extends SshEndpoint {
  readonly user: string;
  readonly auth: SshAuth;
  /** Types of the pinned keys, asked for first, so that a server with several keys shows the known one. */
  readonly hostKeyTypes?: readonly string[] | undefined;
  /** Called before anything of ours is sent; a throw refuses the key. */
  verifyHostKey(key: HostKey): HostKeyVerdict | Promise<HostKeyVerdict>;
}

/** An open, authenticated connection. `ended` resolves once, with the cause, when it is gone for whatever reason. */
export interface SshConnection {
  readonly label: string;
  readonly host: string;
  readonly user: string;
  readonly hostKey: HostKey;
  readonly client: Client;
  readonly ended: Promise<string>;
  readonly isOpen: boolean;
  close(): void;
}
