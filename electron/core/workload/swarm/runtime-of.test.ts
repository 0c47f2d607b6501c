import { describe, expect, it } from 'vitest';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { runtimeOf } from './runtime-of.ts';

const service = { replicas: 1 } as unknown as SwarmService;
let made = 0;
const task = (state: string, desiredState: string, fields: Partial<SwarmTask> = {}): SwarmTask => {
  made += 1;
  return {
    id: `t${made}`,
    slot: 1,
    state,
    desiredState,
    image: 'app',
    stateAt: '2026-01-01T00:00:00.123456789Z',
    ...fields,
  } as unknown as SwarmTask;
};

describe('what runs of a service', () => {
  it('leaves out a replica that was given up before it had a place, which Swarm lists for ever', () => {
    const error = 'no suitable node (host-mode port already in use on 1 node)';
    for (const state of ['new', 'pending']) {
      for (const desired of ['shutdown', 'remove']) {
        const seen = runtimeOf(service, [task('running', 'running'), task(state, desired, { error })], []);
        expect(seen).toMatchObject({ state: 'running', healthyReplicas: 1 });
        expect(seen.tasks.map((shown) => shown.state)).toEqual(['running']);
      }
    }
  });

  it('shows one that still waits for its place, and one that is about to end', () => {
    const tasks = [task('pending', 'running'), task('running', 'shutdown')];
    expect(runtimeOf(service, tasks, []).tasks.map(({ state }) => state)).toEqual(['pending', 'running']);
  });
});
