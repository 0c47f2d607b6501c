import { describe, expect, it } from 'vitest';
import { isRegistryAddress, registryAddress, registryOfImage } from './registry-address.ts';

describe('the address of a registry', () => {
  it.each([
    ['GHCR.io', 'ghcr.io'],
    [' https://ghcr.io/ ', 'ghcr.io'],
    ['http://registry.example.com:5000//', 'registry.example.com:5000'],
    ['index.docker.io', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['https://registry.example.com/v2/', 'registry.example.com'],
  ])('%j is written %s', (typed, written) => {
    expect(registryAddress(typed)).toBe(written);
    expect(registryAddress(written)).toBe(written);
  });

  it.each(['ghcr.io', 'localhost', 'localhost:5000', '10.0.0.1:5000', '[::1]:5000', 'a-b.example.com'])(
    '%s may stand before an image',
    (address) => expect(isRegistryAddress(address)).toBe(true),
  );

  it.each([
    '',
    'ghcr',
    'ghcr.io/acme',
    'ghcr.io:0',
    'ghcr.io:65536',
    'user:secret@ghcr.io',
    'ghcr.io?a=1',
    '-ghcr.io',
    'ghcr..io',
    'gh cr.io',
    'ghcr.io\n',
    "ghcr.io';id;'",
    '$(id).io',
    'ghcr\u200b.io',
  ])('%j may not', (address) => expect(isRegistryAddress(address)).toBe(false));
});

describe('the registry of an image', () => {
  it.each([
    ['nginx:1.27', 'docker.io'],
    ['acme/web', 'docker.io'],
    ['index.docker.io/acme/web', 'docker.io'],
    ['ghcr.io/acme/web:1', 'ghcr.io'],
    ['ghcr.io:443/acme/web', 'ghcr.io:443'],
    ['GHCR.io/acme/web', 'ghcr.io'],
    ['localhost/web', 'localhost'],
    ['Host/web', 'host'],
    [`10.0.0.1:5000/a/b@sha256:${'0'.repeat(64)}`, '10.0.0.1:5000'],
    [`web@sha256:${'0'.repeat(64)}`, 'docker.io'],
  ])('%s comes from %s', (image, address) => expect(registryOfImage(image)).toBe(address));
});
