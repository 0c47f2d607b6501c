import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { createCore } from '#core/create-core.ts';
import { killed, spawnNode } from '#test/support/child.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';
import type { Ground } from './deploy-support.ts';

const hostScript = fileURLToPath(new URL('./deploy-host.ts', import.meta.url));

/** What is begun instead of a deployment of the service: that it moves, or that its whole environment is deployed. */
export type Begin =
  | { readonly moveTo: { readonly environmentId: string; readonly serverId?: string } }
  | { readonly whole: { readonly environmentId: string; readonly onFailure: 'keep' | 'roll-back' } };

/** Where in a deployment its host is killed (see `deploy-host.ts`), and how long after that. */
export interface KillPoint {
  readonly dataFolder: string;
  readonly serviceId: string;
  readonly at: string;
  readonly delayMs?: number;
  readonly begin?: Begin;
}

/** A ground on the same data folder by a host that begins now. */
export async function reopened(ground: Ground, dataFolder: string): Promise<Ground> {
  const core = await createCore(fakeHost({ dataFolder }));
  return { ...ground, core, client: clientOf(core), [Symbol.asyncDispose]: () => core.close() };
}

/**
 * Ends a ground, lets another process deploy on its data and be killed there; answers the ground opened anew and the
 * deployment that was left behind.
 */
export async function deployKilled(
  ground: Ground,
  { dataFolder, serviceId, at, delayMs = 0, begin }: KillPoint,
): Promise<{ readonly ground: Ground; readonly deploymentId: string }> {
  await ground[Symbol.asyncDispose]();
  const child = spawnNode(
    ...[hostScript, dataFolder, serviceId, at, String(delayMs), JSON.stringify(begin ?? null)],
  );
  try {
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(120_000) })).toEqual([null, 'SIGKILL']);
  } finally {
    await killed(child);
  }
  const anew = await reopened(ground, dataFolder);
  const { items } = await anew.client.deployment.list({ serviceId });
  return { ground: anew, deploymentId: items[0]?.id ?? '' };
}
