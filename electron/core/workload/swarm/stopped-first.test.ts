import { describe, expect, it } from 'vitest';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { isOldUnderWay, startedSpec, stoppedSpec } from './stopped-first.ts';

const specOf = (deployment: string, replicas: number, labels: Record<string, string> = {}) => ({
  Name: 'web',
  Labels: { 'quayside.deployment': deployment, ...labels },
  TaskTemplate: { ContainerSpec: { Image: deployment } },
  Mode: { Replicated: { Replicas: replicas } },
});

const serviceOf = (
  spec: ReturnType<typeof specOf>,
  previousSpec: ReturnType<typeof specOf> | undefined,
  state: SwarmService['update']['state'] = 'updating',
): SwarmService =>
  ({ spec, previousSpec, labels: spec.Labels, update: { state } }) as unknown as SwarmService;

const comesBack = { 'quayside.comes-back': '2' };

describe('stopping a service for its old version', () => {
  it('takes the old spec, stopped, with the replicas it had in a label', () => {
    const service = serviceOf(specOf('new', 1), specOf('old', 2));
    expect(stoppedSpec(service, 'new')).toEqual(specOf('old', 0, comesBack));
  });

  it('does the same where Swarm turned back by itself and is not done', () => {
    const service = serviceOf(specOf('old', 2), specOf('new', 1), 'rollback_started');
    expect(stoppedSpec(service, 'new')).toEqual(specOf('old', 0, comesBack));
  });

  it('leaves alone what came back already, by Swarm or by an attempt before a crash', () => {
    for (const state of ['none', 'rollback_completed'] as const) {
      expect(stoppedSpec(serviceOf(specOf('old', 2), specOf('old', 0, comesBack), state), 'new')).toBeNull();
    }
    expect(stoppedSpec(serviceOf(specOf('old', 0, comesBack), specOf('new', 1), 'none'), 'new')).toBeNull();
  });

  it('never takes the failed version, or what is not ours, for the old one', () => {
    expect(stoppedSpec(serviceOf(specOf('new', 1), undefined), 'new')).toBeNull();
    expect(stoppedSpec(serviceOf(specOf('new', 1), specOf('new', 3)), 'new')).toBeNull();
    const foreign = { ...specOf('x', 1), Labels: {} } as unknown as ReturnType<typeof specOf>;
    expect(stoppedSpec(serviceOf(specOf('new', 1), foreign), 'new')).toBeNull();
  });

  it('gives the replicas back exactly once', () => {
    expect(startedSpec(serviceOf(specOf('old', 0, comesBack), undefined))).toEqual(specOf('old', 2));
    expect(startedSpec(serviceOf(specOf('old', 2), undefined))).toBeNull();
  });

  it('remembers the replicas over a second attempt that finds the old spec stopped already', () => {
    const service = serviceOf(specOf('new', 1), specOf('old', 0, comesBack));
    expect(stoppedSpec(service, 'new')).toEqual(specOf('old', 0, comesBack));
  });
});

describe('whether the old version is under way already', () => {
  const task = (of: string, state: string, desiredState = 'running') =>
    ({ containerLabels: { 'quayside.deployment': of }, state, desiredState }) as unknown as SwarmTask;

  it.each(['assigned', 'preparing', 'starting', 'running'])('is where a task of it is %s', (state) => {
    expect(isOldUnderWay('new', [task('new', 'failed'), task('old', state)])).toBe(true);
  });

  it('is not while its task waits for another one, has no place, has ended or is to end', () => {
    const tasks = [
      task('old', 'ready', 'ready'),
      task('old', 'pending'),
      task('old', 'failed'),
      task('old', 'running', 'shutdown'),
      task('new', 'running'),
    ];
    expect(isOldUnderWay('new', tasks)).toBe(false);
  });
});
