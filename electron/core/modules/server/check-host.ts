import type { CheckItem } from '#shared/contract/server.ts';
import type { HostFacts } from '../../remote/host/facts.ts';

type Verdict = Omit<CheckItem, 'id' | 'label'>;

const gibibyte = 1024 ** 3;

const bytes = (count: number): string => {
  const inGibibytes = count / gibibyte;
  return inGibibytes >= 10 ? `${Math.round(inGibibytes)} GiB` : `${inGibibytes.toFixed(1)} GiB`;
};

const known = new Set(['debian', 'ubuntu', 'fedora', 'alpine', 'rhel', 'centos', 'rocky', 'almalinux']);

const system = ({ osId, osName, kernel, arch, cpus }: HostFacts): Verdict => {
  const found = `${osName}, kernel ${kernel}, ${arch}, ${cpus} CPUs`;
  if (known.has(osId)) return { status: 'ok', found };
  const remedy = 'The set-up installs Docker by apt, dnf or apk; elsewhere install it yourself first.';
  return { status: 'warning', found, remedy };
};

const disk = ({ disks, dockerDisk }: HostFacts): Verdict => {
  const fullest = dockerDisk ?? disks.find(({ mount }) => mount === '/') ?? disks[0];
  if (!fullest) return { status: 'unknown', found: 'No disk could be read' };
  const { mount, freeBytes, totalBytes } = fullest;
  const found = `${bytes(freeBytes)} of ${bytes(totalBytes)} free on ${mount}`;
  const share = freeBytes / Math.max(1, totalBytes);
  const remedy = 'Make room: docker system prune removes what nothing uses, or enlarge the disk.';
  if (freeBytes < gibibyte || share < 0.02) return { status: 'problem', found, remedy };
  if (freeBytes < 5 * gibibyte || (share < 0.1 && freeBytes < 50 * gibibyte))
    return { status: 'warning', found, remedy };
  return { status: 'ok', found };
};

const memory = ({ memoryBytes, swapBytes }: HostFacts): Verdict => {
  const found = `${bytes(memoryBytes)}, swap ${bytes(swapBytes)}`;
  if (memoryBytes >= 0.9 * gibibyte || swapBytes >= 0.5 * gibibyte) return { status: 'ok', found };
  const remedy = 'Builds need about 1 GiB: add a swap file, or build elsewhere.';
  return { status: 'warning', found, remedy };
};

const firewall = ({ firewall: { kind, isActive } }: HostFacts): Verdict => {
  if (kind === 'unknown') {
    const remedy = 'Sign in as root or with sudo to have it checked.';
    return { status: 'unknown', found: 'Its rules may not be read by this user', remedy };
  }
  if (isActive && kind !== 'none') {
    return { status: 'ok', found: `${kind} is active; ports that Docker publishes pass it by` };
  }
  const remedy = 'Allow only 22, 80 and 443, by your provider’s firewall or on the server, such as with ufw.';
  return { status: 'warning', found: 'No firewall is active: whatever listens can be reached', remedy };
};

/** sshd -T prints names in lower case. */
const setting = ({ sshd }: HostFacts, name: string): string | undefined => sshd[name];

const unreadable: Verdict = {
  status: 'unknown',
  found: 'sshd’s settings may not be read by this user',
  remedy: 'Sign in as root or with sudo to have them checked.',
};

const inConfig = (line: string): string => `Write ${line} to /etc/ssh/sshd_config.d/ and reload sshd.`;

const passwordLogin = (facts: HostFacts): Verdict => {
  const value = setting(facts, 'passwordauthentication');
  if (value === undefined) return unreadable;
  if (value === 'no') return { status: 'ok', found: 'Off: only keys are accepted' };
  const remedy = inConfig('“PasswordAuthentication no”');
  return { status: 'warning', found: 'On: passwords can be guessed from anywhere', remedy };
};

const rootLogin = (facts: HostFacts): Verdict => {
  const value = setting(facts, 'permitrootlogin');
  if (value === undefined) return unreadable;
  if (value !== 'yes') return { status: 'ok', found: value === 'no' ? 'Off' : 'By key only' };
  if (setting(facts, 'passwordauthentication') === 'no') return { status: 'ok', found: 'By key only' };
  const remedy = inConfig('“PermitRootLogin prohibit-password”');
  return { status: 'warning', found: 'root may sign in with a password', remedy };
};

const forwarding = (facts: HostFacts): Verdict => {
  const value = setting(facts, 'allowstreamlocalforwarding');
  if (value === undefined) return unreadable;
  if (value === 'yes' || value === 'all' || value === 'local') {
    return { status: 'ok', found: 'Allowed: Docker is reached through the open connection' };
  }
  const remedy = inConfig('“AllowStreamLocalForwarding local”');
  return { status: 'warning', found: 'Forbidden: Docker is reached by a slower way', remedy };
};

const clock = ({ clockSkewMs }: HostFacts): Verdict => {
  const seconds = Math.abs(clockSkewMs) / 1_000;
  const found =
    seconds < 2 ? 'Agrees with this machine’s' : `${seconds.toFixed(0)} s apart from this machine’s`;
  if (seconds < 2) return { status: 'ok', found };
  const remedy = 'Turn time synchronisation on, on the server and here: timedatectl set-ntp true.';
  return { status: seconds < 60 ? 'warning' : 'problem', found, remedy };
};

/** IPVS is never needed: services use host ports and DNS round robin unless somebody chooses otherwise. */
const ipvs = ({ hasIpvs }: HostFacts): Verdict => ({
  status: 'ok',
  found: hasIpvs
    ? 'There: ingress ports and virtual addresses may be chosen'
    : 'Not there; only ingress ports and virtual addresses would need it',
});

const judges: readonly (readonly [string, string, (facts: HostFacts) => Verdict])[] = [
  ['os', 'Operating system', system],
  ['disk', 'Disk', disk],
  ['memory', 'Memory', memory],
  ['firewall', 'Firewall', firewall],
  ['password-login', 'SSH password login', passwordLogin],
  ['root-login', 'SSH root login', rootLogin],
  ['forwarding', 'SSH forwarding', forwarding],
  ['clock', 'Clock', clock],
  ['ipvs', 'Kernel IPVS', ipvs],
];

/** What is to be said of the machine itself, one item each. */
export const hostChecks = (facts: HostFacts): CheckItem[] =>
  judges.map(([id, label, judge]) => ({ id, label, ...judge(facts) }));
