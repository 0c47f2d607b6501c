import { describe, expect, it } from 'vitest';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { wayBackIn } from './standing.ts';

const service = (state: SwarmService['update']['state'], deployment: string): SwarmService =>
  ({
    labels: { 'quayside.deployment': deployment },
    replicas: 1,
    update: { state },
  }) as unknown as SwarmService;

const task = (of: string, state: string, desiredState = 'running'): SwarmTask =>
  ({ containerLabels: { 'quayside.deployment': of }, state, desiredState }) as unknown as SwarmTask;

const release = (order: 'start-first' | 'stop-first') => ({ serviceId: 's', deploymentId: 'new', order });
const oldRuns = [task('old', 'running'), task('new', 'failed', 'shutdown')];

describe('the way back', () => {
  it('is stuck where the service is gone, or Swarm gave it up', () => {
    expect(wayBackIn({ service: null, tasks: [] }, release('start-first'))).toBe('stuck');
    const paused = { service: service('rollback_paused', 'old'), tasks: oldRuns };
    expect(wayBackIn(paused, release('stop-first'))).toBe('stuck');
  });

  it('is under way while the service is at the new version, or anything of that runs or starts', () => {
    const notTurned = { service: service('updating', 'new'), tasks: oldRuns };
    expect(wayBackIn(notTurned, release('start-first'))).toBe('under-way');
    for (const state of ['running', 'starting']) {
      const spare = {
        service: service('rollback_completed', 'old'),
        tasks: [...oldRuns, task('new', state)],
      };
      expect(wayBackIn(spare, release('start-first'))).toBe('under-way');
      expect(wayBackIn(spare, release('stop-first'))).toBe('under-way');
    }
  });

  it('has ended by Swarm’s word where the old version served all the time', () => {
    const look = (state: SwarmService['update']['state']) => ({ service: service(state, 'old'), tasks: [] });
    expect(wayBackIn(look('rollback_completed'), release('start-first'))).toBe('back');
    expect(wayBackIn(look('none'), release('start-first'))).toBe('back');
    expect(wayBackIn(look('rollback_started'), release('start-first'))).toBe('under-way');
  });

  it('has ended when every old replica runs where they were stopped, whatever Swarm says before', () => {
    const look = (tasks: SwarmTask[], state: SwarmService['update']['state'] = 'completed') => ({
      service: service(state, 'old'),
      tasks,
    });
    expect(wayBackIn(look(oldRuns), release('stop-first'))).toBe('back');
    expect(wayBackIn(look(oldRuns, 'rollback_started'), release('stop-first'))).toBe('under-way');
    expect(wayBackIn(look([task('old', 'starting')]), release('stop-first'))).toBe('under-way');
    expect(wayBackIn(look([task('old', 'running', 'shutdown')]), release('stop-first'))).toBe('under-way');
  });
});
