import type { ArchiveEntry } from '../host/archive.ts';
import type { KeyPair } from '../host/keys.ts';
import { oldDockerFiles } from './old-docker.ts';
import type { ServerOptions } from './options.ts';

const homes = [
  ['root', 0],
  ['home/deploy', 1000],
  ['home/dockhand', 1001],
  ['home/guest', 1002],
  ['home/git', 1003],
] as const;

const authorizedKeys = (publicKey: string): ArchiveEntry[] =>
  homes.flatMap(([home, owner]) => [
    { path: `${home}/.ssh/`, isFolder: true, mode: 0o700, owner },
    { path: `${home}/.ssh/authorized_keys`, mode: 0o600, owner, content: `${publicKey}\n` },
  ]);

function sshdSettings(options: ServerOptions): string {
  const passwords = options.passwordLogin ? ['PasswordAuthentication yes', 'PermitRootLogin yes'] : [];
  const forwarding = options.streamLocal === false ? ['AllowStreamLocalForwarding no'] : [];
  return [...passwords, ...forwarding, ''].join('\n');
}

const masked = (unit: string): ArchiveEntry => ({ path: `etc/systemd/system/${unit}`, linkTo: '/dev/null' });

export const hostKeyFiles = (type: string, key: KeyPair): ArchiveEntry[] => [
  { path: `etc/ssh/ssh_host_${type}_key`, mode: 0o600, content: key.privateKey },
  { path: `etc/ssh/ssh_host_${type}_key.pub`, content: `${key.publicKey}\n` },
];

/** Who a server is and whom it lets in; `certificate` is the lab's, the only one that it trusts. */
export type Identity = { publicKey: string; hostKey: KeyPair; certificate: string };

/** What is put into a server before its first boot: keys, trust, sshd's settings, what is masked. */
export function serverFiles(options: ServerOptions, identity: Identity): ArchiveEntry[] {
  return [
    ...authorizedKeys(identity.publicKey),
    ...hostKeyFiles('ed25519', identity.hostKey),
    { path: 'etc/ssl/certs/ca-certificates.crt', content: identity.certificate },
    { path: 'etc/ssh/sshd_config.d/10-options.conf', content: sshdSettings(options) },
    // A server that lives for one test loses no file in a power cut: dpkg need not wait for the disk at each of them.
    { path: 'etc/dpkg/dpkg.cfg.d/lab', content: 'force-unsafe-io\n' },
    ...(options.docker === 'stopped' ? ['docker.service', 'docker.socket'].map(masked) : []),
    ...(options.docker === 'old' ? oldDockerFiles() : []),
  ];
}
