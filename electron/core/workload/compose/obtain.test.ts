import { expect, it } from 'vitest';
import { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Attempt } from '../attempt.ts';
import { obtainProject } from './obtain.ts';

const spec = ComposeSpec.parse({
  type: 'compose',
  source: {
    type: 'git',
    url: 'https://git.example.com/acme/stack.git',
    ref: { type: 'branch', name: 'main' },
  },
});

/** How often the server is asked to take away a job of an attempt whose fetching ends by an error. */
const removalsAfter = async (error: AppError, signal = new AbortController().signal): Promise<number> => {
  let removals = 0;
  const attempt = {
    deploymentId: 'dep_1',
    ids: { service: 'svc_1' },
    keptSources: null,
    signal,
    enter: () => undefined,
    persist: () => Promise.reject(error),
    ssh: async () => {
      removals += 1;
    },
  } as unknown as Attempt;
  await expect(obtainProject(attempt, spec)).rejects.toBe(error);
  return removals;
};

it('takes away what fetched a repository where nothing more is made of it, and leaves it where that is taken up again', async () => {
  const refused = new AppError('CONFLICT', { field: 'spec.files', reason: 'nobody has accepted it' });
  expect(await removalsAfter(refused)).toBe(1);
  expect(await removalsAfter(refused, AbortSignal.abort())).toBe(0);
  const unreachable = new AppError('UNREACHABLE', { server: 'harbour', reason: 'refused' });
  expect(await removalsAfter(unreachable)).toBe(0);
  expect(await removalsAfter(new AppError('BUSY', { by: 'docker compose' }))).toBe(0);
});
