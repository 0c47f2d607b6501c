import { setTimeout as delay } from 'node:timers/promises';
import { type DeploymentState, deploymentStates, isFinal } from '#shared/model/deployment.ts';
import {
  type EnvironmentDeploymentState,
  environmentDeploymentStates,
  hasEnded,
} from '#shared/model/environment-deployment.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { CallOptions, HostClient } from './host/client.ts';

/** A deployment, one of an environment or a set-up, as far as waiting for its end needs it. */
export interface Run {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  /** Only a set-up is found by it. */
  readonly serverId?: string;
}

const recheckMs = 500;
const patience = 5;

/** Whether a run of a resource is over; a state that a newer host may have is not. */
const isOver = (noun: string, { state }: Run): boolean => {
  const isOneOf = (states: readonly string[]): boolean => states.includes(state);
  if (noun === 'deployment') return isOneOf(deploymentStates) && isFinal(state as DeploymentState);
  if (noun === 'setup') return state !== 'running';
  return isOneOf(environmentDeploymentStates) && hasEnded(state as EnvironmentDeploymentState);
};

const idOf = (noun: string, { id, serverId }: Run): Record<string, string> =>
  noun === 'setup' && serverId !== undefined ? { serverId, setupId: id } : { [`${noun}Id`]: id };

const isBroken = (error: unknown): boolean =>
  error instanceof Failure && error.exitCode === exitCodes.unreachable;

/**
 * Follows a run to its end, over a host that goes away for a few seconds, and answers what became of it.
 * `onBatch` gets its log. Stopping to follow stops nothing else.
 */
export const followRun = async (
  client: HostClient,
  noun: string,
  started: Run,
  parts: { options: CallOptions; onBatch: (batch: unknown) => void },
): Promise<Run> => {
  const { options, onBatch } = parts;
  let cursor: string | undefined;
  let failures = 0;
  const readLog = async (): Promise<void> => {
    const input = { ...idOf(noun, started), follow: true, ...(cursor ? { cursor } : {}) };
    for await (const batch of client.stream(`${noun}.log`, input, options)) {
      cursor = (batch as { cursor?: string }).cursor ?? cursor;
      onBatch(batch);
    }
  };
  while (true) {
    try {
      await readLog();
      const run = (await client.call(`${noun}.get`, idOf(noun, started), options)) as Run;
      if (isOver(noun, run)) return run;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isBroken(error) || failures > patience) throw error;
    }
    await delay(recheckMs, undefined, { signal: options.signal });
  }
};

/** Whether the run did what it was for. */
export const succeeded = (run: Run): boolean => run.state === 'succeeded';
