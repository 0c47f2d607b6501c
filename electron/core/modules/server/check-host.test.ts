import { describe, expect, test } from 'vitest';
import type { HostFacts } from '../../remote/host/facts.ts';
import { hostChecks } from './check-host.ts';

const gibibyte = 1024 ** 3;
const disk = (freeBytes: number, totalBytes = 100 * gibibyte) => ({
  mount: '/',
  device: '/dev/vda1',
  totalBytes,
  freeBytes,
});

const inOrder: HostFacts = {
  osId: 'debian',
  osVersion: '13',
  osName: 'Debian GNU/Linux 13 (trixie)',
  kernel: '6.12',
  arch: 'x86_64',
  cpus: 2,
  memoryBytes: 4 * gibibyte,
  swapBytes: 0,
  disks: [disk(60 * gibibyte)],
  dockerDisk: undefined,
  uptimeSeconds: 100,
  clockSkewMs: 100,
  initSystem: 'systemd',
  user: { name: 'root', uid: 0, isRoot: true, hasSudo: true, inDockerGroup: false },
  sshd: {
    permitrootlogin: 'without-password',
    passwordauthentication: 'no',
    allowstreamlocalforwarding: 'yes',
  },
  firewall: { kind: 'ufw', isActive: true },
  docker: { isInstalled: true, clientVersion: '26.1', socket: 'usable' },
  composeVersion: undefined,
  buildxVersion: '0.13',
  gitVersion: '2.47',
  hasIpvs: false,
};

const statusOf = (id: string, facts: Partial<HostFacts>): string | undefined =>
  hostChecks({ ...inOrder, ...facts }).find((item) => item.id === id)?.status;

describe('the check of a machine', () => {
  test('finds nothing to remedy where all is in order', () => {
    expect(hostChecks(inOrder).filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  test.each([
    ['os', { osId: 'plan9' }, 'warning'],
    ['disk', { disks: [disk(3 * gibibyte)] }, 'warning'],
    ['disk', { disks: [disk(gibibyte / 2)] }, 'problem'],
    ['disk', { dockerDisk: disk(gibibyte / 2) }, 'problem'],
    ['disk', { disks: [] }, 'unknown'],
    ['memory', { memoryBytes: gibibyte / 2 }, 'warning'],
    ['memory', { memoryBytes: gibibyte / 2, swapBytes: gibibyte }, 'ok'],
    ['firewall', { firewall: { kind: 'none', isActive: false } }, 'warning'],
    ['firewall', { firewall: { kind: 'unknown', isActive: false } }, 'unknown'],
    ['password-login', { sshd: { passwordauthentication: 'yes' } }, 'warning'],
    ['password-login', { sshd: {} }, 'unknown'],
    ['root-login', { sshd: { permitrootlogin: 'yes', passwordauthentication: 'yes' } }, 'warning'],
    ['root-login', { sshd: { permitrootlogin: 'yes', passwordauthentication: 'no' } }, 'ok'],
    ['root-login', { sshd: { permitrootlogin: 'no' } }, 'ok'],
    ['forwarding', { sshd: { allowstreamlocalforwarding: 'no' } }, 'warning'],
    ['clock', { clockSkewMs: -5_000 }, 'warning'],
    ['clock', { clockSkewMs: 90_000 }, 'problem'],
    ['ipvs', { hasIpvs: true }, 'ok'],
  ] as const)('judges %s of %j as %s', (id, facts, status) => {
    expect(statusOf(id, facts)).toBe(status);
  });

  test('has a remedy for whatever is not in order', () => {
    const bad = hostChecks({
      ...inOrder,
      osId: 'plan9',
      disks: [disk(1)],
      memoryBytes: 1,
      sshd: { permitrootlogin: 'yes', passwordauthentication: 'yes', allowstreamlocalforwarding: 'no' },
      firewall: { kind: 'none', isActive: false },
      clockSkewMs: 90_000,
    });
    const remedies = bad.filter(({ status }) => status !== 'ok').map(({ id, remedy }) => [id, remedy]);
    expect(Object.fromEntries(remedies)).toEqual({
      clock: expect.stringContaining('timedatectl set-ntp true'),
      disk: expect.stringContaining('docker system prune'),
      firewall: expect.stringContaining('Allow only 22, 80 and 443'),
      forwarding: expect.stringContaining('“AllowStreamLocalForwarding local”'),
      memory: expect.stringContaining('swap file'),
      os: expect.stringContaining('install it yourself'),
      'password-login': expect.stringContaining('“PasswordAuthentication no”'),
      'root-login': expect.stringContaining('“PermitRootLogin prohibit-password”'),
    });
  });
});
