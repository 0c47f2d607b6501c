import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages: Record<string, string> = {
  docker: 'docker.io',
  dockerd: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  debootstrap: 'debootstrap',
  git: 'git',
  openssl: 'openssl',
  flock: 'util-linux',
};

const folders = (): string[] => [
  ...(process.env.PATH ?? '').split(':'),
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
];

const isInstalled = (tool: string): boolean => folders().some((folder) => existsSync(join(folder, tool)));

/** An ELF file that names no interpreter (program header PT_INTERP, 3) needs no libraries; see elf(5). */
function isStatic(path: string): boolean {
  const elf = readFileSync(path);
  const [start, size, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  return Array.from({ length: count }, (_, index) => elf.readUInt32LE(start + index * size)).every(
    (type) => type !== 3,
  );
}

/** Where the static busybox of the workload images is; undefined when it is not installed. */
export const busyboxPath = (): string | undefined =>
  ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path) && isStatic(path));

/** Why the lab can't run on this machine and what to do about it; undefined when it can. */
export function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'the lab needs Linux: it boots containers with systemd';
  const absent = Object.entries(packages).filter(([tool]) => !isInstalled(tool));
  const names = new Set(absent.map(([, name]) => name));
  if (!busyboxPath()) names.add('busybox-static');
  if (names.size > 0)
    return `missing Debian packages: apt-get install -y --no-install-recommends ${[...names].join(' ')}`;
  if (process.getuid?.() !== 0) return 'the lab needs root: it starts dockerd and runs debootstrap';
  return undefined;
}
