import { expect, it } from 'vitest';
import { platformObjection } from './build-server.ts';

const machine = (serverName: string, arch: string, os = 'linux') => ({ serverName, os, arch });

it('builds for a server of its own architecture, and says of another one what both are', () => {
  expect(platformObjection(machine('builder', 'amd64'), machine('lab', 'amd64'))).toBeUndefined();
  expect(platformObjection(machine('builder', 'arm64'), machine('lab', 'amd64'))).toBe(
    '“builder” builds for linux/arm64, and “lab” runs linux/amd64: choose a build server that is as it, or none.',
  );
  expect(platformObjection(machine('builder', 'amd64', 'windows'), machine('lab', 'amd64'))).toContain(
    'windows',
  );
});
