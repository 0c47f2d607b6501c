import { describe, expect, it } from 'vitest';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { judge, wasReplaced } from './verdict.ts';

const service = (state: SwarmService['update']['state'], deployment = 'new', replicas = 2): SwarmService =>
  ({
    id: 's',
    version: 1,
    labels: { 'quayside.deployment': deployment },
    replicas,
    update: { state, message: '', startedAt: undefined, completedAt: undefined },
  }) as unknown as SwarmService;

let made = 0;
const task = (state: string, fields: Partial<SwarmTask> & { of?: string } = {}): SwarmTask => {
  made += 1;
  const { of = 'new', ...rest } = fields;
  return {
    id: `t${made}`,
    slot: 1,
    state,
    desiredState: 'running',
    containerLabels: { 'quayside.deployment': of },
    createdAt: `2026-01-01T00:00:${String(made).padStart(2, '0')}Z`,
    ...rest,
  } as unknown as SwarmTask;
};
const newestFirst = (...tasks: SwarmTask[]): SwarmTask[] => tasks.reverse();

describe('the verdict on a deployment', () => {
  it('waits while a first deployment starts, and is steady once all tasks run', () => {
    const one = [task('running')];
    expect(judge('new', { service: service('none'), tasks: one })).toMatchObject({ isSteady: false });
    const two = [...one, task('running', { slot: 2 })];
    expect(judge('new', { service: service('none'), tasks: two })).toMatchObject({ isSteady: true });
  });

  it('is a failure when a task of a first deployment ends, whatever its exit code', () => {
    for (const state of ['failed', 'rejected', 'complete']) {
      const look = { service: service('none'), tasks: [task(state)] };
      expect(judge('new', look)).toMatchObject({ kind: 'failed', task: { state } });
    }
  });

  it('is a success only when Swarm says that the update completed and every task runs', () => {
    const tasks = [task('running'), task('running', { slot: 2 })];
    expect(judge('new', { service: service('completed'), tasks })).toEqual({ kind: 'succeeded' });
    const less = judge('new', { service: service('completed'), tasks: tasks.slice(1) });
    expect(less).toMatchObject({ kind: 'waiting' });
    expect(judge('new', { service: service('updating'), tasks })).toMatchObject({ isSteady: false });
  });

  it('does not take Swarm’s way back for a success', () => {
    const failed = task('failed', { exitCode: 3 });
    const look = (state: SwarmService['update']['state'], of: string) =>
      judge('new', { service: service(state, of), tasks: [failed, task('running', { of: 'old' })] });
    expect(look('rollback_started', 'old')).toMatchObject({ kind: 'rolling-back', task: { exitCode: 3 } });
    expect(look('rollback_completed', 'old')).toMatchObject({ kind: 'rolled-back', task: { exitCode: 3 } });
    expect(look('rollback_paused', 'old')).toMatchObject({ kind: 'stuck' });
  });

  it('is a failure at once where the old version was stopped first, whatever Swarm is about to do', () => {
    const failed = task('failed');
    const spare = task('pending', { desiredState: 'shutdown' });
    const updating = { service: service('updating'), tasks: [failed] };
    expect(judge('new', updating, 'stop-first')).toMatchObject({ kind: 'failed', task: { state: 'failed' } });
    expect(judge('new', updating, 'start-first')).toMatchObject({ kind: 'waiting' });
    const waits = task('ready', { of: 'old', desiredState: 'ready' });
    const turning = { service: service('rollback_started', 'old'), tasks: [waits, spare, failed] };
    expect(judge('new', turning, 'stop-first')).toMatchObject({ kind: 'failed' });
    expect(judge('new', turning, 'start-first')).toMatchObject({ kind: 'rolling-back' });
  });

  it('is a failure as soon as a replica is unhealthy where nothing else serves, and not before that elsewhere', () => {
    const look = {
      service: service('updating'),
      tasks: [task('running', { containerId: 'c1' }), task('running', { of: 'old', containerId: 'c2' })],
    };
    const unhealthy = (...ids: string[]) => ({ ...look, unhealthy: new Set(ids) });
    expect(judge('new', unhealthy('c1'), 'stop-first')).toMatchObject({
      kind: 'failed',
      task: { containerId: 'c1' },
    });
    expect(judge('new', unhealthy('c1'), 'start-first')).toMatchObject({ kind: 'waiting' });
    expect(judge('new', unhealthy('c2'), 'stop-first')).toMatchObject({ kind: 'waiting' });
    expect(judge('new', unhealthy(), 'stop-first')).toMatchObject({ kind: 'waiting' });
  });

  it('is rolled back only when the old version that was stopped first runs again, though Swarm says so before', () => {
    const look = (state: string) => ({
      service: service('rollback_completed', 'old', 1),
      tasks: [task(state, { of: 'old', desiredState: state }), task('failed', { desiredState: 'shutdown' })],
    });
    expect(judge('new', look('ready'), 'stop-first')).toMatchObject({ kind: 'rolling-back' });
    expect(judge('new', look('running'), 'stop-first')).toMatchObject({ kind: 'rolled-back' });
  });

  it('leaves Swarm alone once the old version that was stopped first starts again', () => {
    const tasks = [task('starting', { of: 'old' }), task('failed')];
    const look = { service: service('rollback_started', 'old'), tasks };
    expect(judge('new', look, 'stop-first')).toMatchObject({ kind: 'rolling-back' });
  });

  it('is not rolled back before the last new task is gone', () => {
    const tasks = [task('running'), task('running', { of: 'old' })];
    expect(judge('new', { service: service('rollback_completed', 'old'), tasks })).toMatchObject({
      kind: 'rolling-back',
    });
  });

  it('tells a service that was removed or replaced by somebody else', () => {
    expect(judge('new', { service: null, tasks: [] })).toEqual({ kind: 'gone' });
    expect(judge('new', { service: service('completed', 'other'), tasks: [] })).toEqual({ kind: 'replaced' });
  });

  it('is a failure where Swarm holds the update, with what Swarm says of it', () => {
    const held = service('paused');
    const look = {
      service: { ...held, update: { ...held.update, message: 'update paused due to failure' } },
      tasks: [task('running'), task('failed')],
    };
    expect(judge('new', look)).toMatchObject({ kind: 'failed', why: 'update paused due to failure' });
  });

  it('passes on no word of a task that is another version’s, has its place, or says nothing', () => {
    const tasks = [
      task('pending', { of: 'old', error: 'no suitable node' }),
      task('running', { error: 'was slow' }),
      task('pending'),
    ];
    expect(judge('new', { service: service('none'), tasks })).toMatchObject({
      kind: 'waiting',
      hint: undefined,
    });
  });

  it('passes on why a task finds no place', () => {
    const tasks = [task('pending', { error: 'no suitable node (insufficient resources on 1 node)' })];
    expect(judge('new', { service: service('updating'), tasks })).toMatchObject({
      hint: expect.stringContaining('insufficient'),
    });
  });
});

describe('whether the old version served all the time', () => {
  it('did where its first task still runs, though Swarm made a spare one', () => {
    const tasks = newestFirst(
      task('running', { of: 'old' }),
      task('failed'),
      task('shutdown', { of: 'old' }),
    );
    expect(wasReplaced('new', tasks)).toBe(false);
  });

  it('did not where its task was stopped for the new one', () => {
    const tasks = newestFirst(
      task('shutdown', { of: 'old' }),
      task('failed'),
      task('running', { of: 'old' }),
    );
    expect(wasReplaced('new', tasks)).toBe(true);
  });
});
