import { expect, it } from 'vitest';
import { Builder } from '#shared/contract/builder.ts';
import type { Attempt } from '../attempt.ts';
import { type BuiltSource, startBuild } from './build-job.ts';

/** Whose passwords a build asks for before it goes to its server, which is away. */
const askedBy = async (builder: Builder): Promise<string[]> => {
  const asked: string[] = [];
  const away = new Error('away');
  const attempt = {
    variables: [],
    sentFolder: { digest: '0'.repeat(64), open: () => Promise.reject(away) },
    registryFor(image: string) {
      asked.push(image);
      return null;
    },
    registryLogins() {
      asked.push('all');
      return [];
    },
    persist: (_what: string, step: () => Promise<unknown>) => step(),
    ssh: () => Promise.reject(away),
    buildServer: () => null,
  } as unknown as Attempt;
  const source = { type: 'folder', directory: '', builder } as unknown as BuiltSource;
  await expect(startBuild(attempt, source)).rejects.toBe(away);
  return asked;
};

it('takes to its server what a static site’s image needs alone, and all for a Dockerfile that nobody has read', async () => {
  const site = Builder.parse({ type: 'static', image: 'registry.example.com/caddy:2' });
  expect(await askedBy(site)).toEqual(['registry.example.com/caddy:2']);
  expect(await askedBy(Builder.parse({ type: 'dockerfile' }))).toEqual(['all']);
});
