import { expect, test } from 'vitest';
import { describeOnLab } from './describe.ts';
import { startRegistry } from './registry.ts';
import { startServer } from './server/start.ts';

describeOnLab('a registry', () => {
  test('hands an image from one server to another, by tag and by digest', async () => {
    await using registry = await startRegistry();
    await using from = await startServer();
    await using to = await startServer();
    const byDigest = await registry.push(from, 'quayside-lab/app:1', 'shop/web:1');
    expect(byDigest).toMatch(/^10\.213\.77\.\d+:5000\/shop\/web@sha256:[0-9a-f]{64}$/);
    expect(await to.docker('run', '--rm', byDigest, 'cat', '/etc/app.conf')).toContain('version=1');
    expect(await to.docker('pull', '--quiet', `${registry.host}/shop/web:1`)).toContain('shop/web:1');
    await expect(to.docker('pull', `${registry.host}/shop/web:2`)).rejects.toThrow('not found');
  });
});
