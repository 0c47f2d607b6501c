import { expect, test } from 'vitest';
import type { ContainerUsage } from '../runtime/runtime.ts';
import { loadsBetween } from './loads-between.ts';

const usage = (containerId: string, more: Partial<ContainerUsage> = {}): ContainerUsage => ({
  containerId,
  serviceId: 'web',
  cpuNs: 0,
  systemNs: 0,
  cores: 4,
  memoryBytes: 10,
  health: null,
  ...more,
});

test('the load of a service is that of its containers together, 100 a core', () => {
  const before = [usage('a'), usage('b'), usage('c', { serviceId: 'db' })];
  const now = [
    usage('a', { cpuNs: 1e9, systemNs: 8e9 }),
    usage('b', { cpuNs: 2e9, systemNs: 8e9 }),
    usage('c', { serviceId: 'db', systemNs: 8e9 }),
  ];
  expect(Object.fromEntries(loadsBetween(before, now))).toEqual({
    web: { cpuPercent: 150, memoryBytes: 20, health: null },
    db: { cpuPercent: 0, memoryBytes: 10, health: null },
  });
});

test('a container that is new, or began to count anew, uses no time yet', () => {
  const before = [usage('a', { cpuNs: 9e9, systemNs: 9e9 })];
  const now = [usage('a', { cpuNs: 1e9, systemNs: 10e9 }), usage('b', { cpuNs: 5e9, systemNs: 10e9 })];
  expect(loadsBetween(before, now).get('web')).toMatchObject({ cpuPercent: 0, memoryBytes: 20 });
});

test('a service is as healthy as the worst of its containers, and not healthy where nothing checks it', () => {
  const health = (...each: ContainerUsage['health'][]) =>
    loadsBetween(
      [],
      each.map((one, at) => usage(String(at), { health: one })),
    ).get('web')?.health;
  expect(health(null, null)).toBe(null);
  expect(health('healthy', null)).toBe('healthy');
  expect(health('healthy', 'starting')).toBe('starting');
  expect(health('starting', 'unhealthy', 'healthy')).toBe('unhealthy');
});
