import { execOrThrow } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import { factsScript } from './facts-script.ts';
import { parseSections, plainText, wholeNumber } from './sections.ts';

/** One mounted file system of a real device. */
export interface HostDisk {
  readonly mount: string;
  readonly device: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** What a server is, as it says itself; texts are cleaned for showing, numbers 0 where they could not be read. */
export interface HostFacts {
  /** `debian`, `ubuntu`, `fedora`, … from os-release. */
  readonly osId: string;
  readonly osVersion: string;
  readonly osName: string;
  readonly kernel: string;
  readonly arch: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly swapBytes: number;
  readonly disks: readonly HostDisk[];
  /** The file system Docker's data is on, once that folder exists. */
  readonly dockerDisk: HostDisk | undefined;
  readonly uptimeSeconds: number;
  /** The server's clock minus ours, good to about a second. */
  readonly clockSkewMs: number;
  readonly initSystem: 'systemd' | 'other';
  readonly user: {
    readonly name: string;
    readonly uid: number;
    readonly isRoot: boolean;
    /** Root, or sudo without a password. */
    readonly hasSudo: boolean;
    readonly inDockerGroup: boolean;
  };
  /** sshd's effective settings by name, as far as the user may read them. */
  readonly sshd: Readonly<Record<string, string>>;
  readonly firewall: {
    readonly kind: 'ufw' | 'firewalld' | 'nftables' | 'iptables' | 'none' | 'unknown';
    readonly isActive: boolean;
  };
  readonly docker: {
    readonly isInstalled: boolean;
    readonly clientVersion: string | undefined;
    readonly socket: 'usable' | 'forbidden' | 'missing';
  };
  readonly composeVersion: string | undefined;
  readonly buildxVersion: string | undefined;
  readonly gitVersion: string | undefined;
  readonly hasIpvs: boolean;
}

type Sections = ReturnType<typeof parseSections>;

const one = (sections: Sections, name: string): string => plainText(sections.get(name)?.[0]);
const optional = (sections: Sections, name: string): string | undefined => one(sections, name) || undefined;

const osRelease = (sections: Sections): ReadonlyMap<string, string> => {
  const pairs = (sections.get('os') ?? []).flatMap((line): [string, string][] => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name ? [[name, plainText(value?.replace(/^(['"])(.*)\1$/, '$2'))]] : [];
  });
  return new Map(pairs);
};

const memory = (sections: Sections, name: string): number => {
  const line = (sections.get('memory') ?? []).find((l) => l.startsWith(`${name}:`));
  return (wholeNumber(/(\d+) kB$/.exec(line ?? '')?.[1]) ?? 0) * 1024;
};

/** POSIX df -P: device, kilobytes, used, available, capacity, mount. */
const parseDisk = (line: string): HostDisk[] => {
  const [, device, total, , free, mount] = /^(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\S+\s+(\/.*)$/.exec(line) ?? [];
  const [totalKb, freeKb] = [wholeNumber(total), wholeNumber(free)];
  if (!device || !mount || !totalKb || freeKb === undefined) return [];
  return [
    {
      device: plainText(device),
      mount: plainText(mount),
      totalBytes: totalKb * 1024,
      freeBytes: freeKb * 1024,
    },
  ];
};

const isRealDisk = ({ device, mount }: HostDisk): boolean =>
  mount === '/' || (device.startsWith('/dev/') && !mount.startsWith('/etc/') && !mount.startsWith('/snap/'));

const firewallOf = (lines: readonly string[], hasRoot: boolean): HostFacts['firewall'] => {
  const kinds = ['ufw', 'firewalld', 'nftables', 'iptables'] as const;
  const active = kinds.find((kind) => lines.includes(`${kind} active`));
  if (active) return { kind: active, isActive: true };
  return { kind: hasRoot ? 'none' : 'unknown', isActive: false };
};

const dockerOf = (lines: readonly string[]): HostFacts['docker'] => {
  const version = lines.find((l) => l.startsWith('Docker version'));
  const socket = lines.includes('usable') ? 'usable' : lines.includes('socket') ? 'forbidden' : 'missing';
  const clientVersion = /^Docker version ([\w.+~-]{1,40})/.exec(version ?? '')?.[1];
  return { isInstalled: lines.includes('client'), clientVersion, socket };
};

const userOf = (sections: Sections): HostFacts['user'] => {
  const [name, uid, groups = ''] = sections.get('user') ?? [];
  const number = wholeNumber(uid) ?? -1;
  return {
    name: plainText(name),
    uid: number,
    isRoot: number === 0,
    hasSudo: one(sections, 'sudo') === 'yes',
    inDockerGroup: groups.split(' ').includes('docker'),
  };
};

const sshdOf = (sections: Sections): Record<string, string> => {
  const pairs = (sections.get('sshd') ?? []).map((l) => l.split(' ', 2).map(plainText));
  return Object.fromEntries(pairs.filter(([name, value]) => /^[a-z0-9]+$/.test(name ?? '') && value));
};

/** Makes facts of the script's output; exported for its test, whatever the output may hold. */
export const parseHostFacts = (text: string, clockAtMs: number): HostFacts => {
  const sections = parseSections(text);
  const os = osRelease(sections);
  const user = userOf(sections);
  const seconds = Number(/^\d{1,12}(\.\d+)?/.exec(one(sections, 'time'))?.[0] ?? clockAtMs / 1000);
  return {
    osId: os.get('ID') ?? 'unknown',
    osVersion: os.get('VERSION_ID') ?? '',
    osName: os.get('PRETTY_NAME') ?? os.get('NAME') ?? 'Unknown',
    kernel: one(sections, 'kernel'),
    arch: one(sections, 'arch'),
    cpus: wholeNumber(one(sections, 'cpus')) ?? 0,
    memoryBytes: memory(sections, 'MemTotal'),
    swapBytes: memory(sections, 'SwapTotal'),
    disks: (sections.get('disks') ?? []).flatMap(parseDisk).filter(isRealDisk),
    dockerDisk: (sections.get('dockerDisk') ?? []).flatMap(parseDisk)[0],
    uptimeSeconds: wholeNumber(/^\d+/.exec(one(sections, 'uptime'))?.[0]) ?? 0,
    clockSkewMs: Math.round(seconds * 1000 - clockAtMs),
    initSystem: one(sections, 'init') === 'systemd' ? 'systemd' : 'other',
    user,
    sshd: sshdOf(sections),
    firewall: firewallOf(sections.get('firewall') ?? [], user.hasSudo),
    docker: dockerOf(sections.get('docker') ?? []),
    composeVersion: optional(sections, 'compose'),
    buildxVersion: optional(sections, 'buildx'),
    gitVersion: optional(sections, 'git')?.replace(/^git version /, ''),
    hasIpvs: one(sections, 'ipvs') === 'yes',
  };
};

/** Looks at a server; one command, nothing is changed. */
export const readHostFacts = async (connection: SshConnection): Promise<HostFacts> => {
  const began = Date.now();
  const options = { action: 'Looking at the server', maxBytes: 256 * 1024, timeoutMs: 30_000 };
  const { stdout } = await execOrThrow(connection, ['sh', '-c', factsScript], options);
  // the script reads the clock first: closer to its start than to its end
  return parseHostFacts(stdout.toString('utf8'), began);
};
