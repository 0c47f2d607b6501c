import { expect, it } from 'vitest';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { JobStatus } from '../../remote/jobs/status.ts';
import type { StackPart } from './services.ts';
import { judgeStack, wayBackOf } from './verdict.ts';

const done = { state: 'exited', exitCode: 0 } as JobStatus;

const part = (
  update: string,
  tasks: readonly [state: string, fields?: Partial<SwarmTask>][],
  deployment = 'd1',
): StackPart => ({
  part: 'web',
  service: {
    replicas: 1,
    labels: { 'quayside.deployment': deployment, 'quayside.version': 'v2' },
    update: { state: update, message: 'paused by Swarm' },
  } as unknown as SwarmService,
  tasks: tasks.map(
    ([state, fields]) =>
      ({
        ...{ slot: 1, state, desiredState: 'running', containerLabels: { 'quayside.version': 'v2' } },
        ...{ message: '', exitCode: 3, ...fields },
      }) as SwarmTask,
  ),
});

const old = { containerLabels: { 'quayside.version': 'v1' } };
const ended = { desiredState: 'shutdown' };
const judge = (each: StackPart, job = done, words: string[] = []) => judgeStack('d1', { job, words }, [each]);

it('waits for tasks of the new version, not for those of the old one', () => {
  expect(judge(part('none', [['running', old]]))).toMatchObject({ kind: 'waiting', isSteady: false });
  expect(judge(part('updating', [['running'], ['running', old]]))).toMatchObject({ isSteady: false });
  expect(judge(part('completed', [['running']]))).toMatchObject({ kind: 'waiting', isSteady: true });
});

it('tells of the task for which Swarm paused, or took an update back', () => {
  const failure: [string, Partial<SwarmTask>] = ['failed', ended];
  const why = { kind: 'failed', task: { name: 'web', exitCode: 3 } };
  expect(judge(part('paused', [failure, ['running', old]]))).toMatchObject({
    ...why,
    why: 'paused by Swarm',
  });
  expect(judge(part('rollback_completed', [failure], 'd0'))).toMatchObject(why);
});

it('lets a part fail while it waits for another one, but not for ever', () => {
  const failure: [string, Partial<SwarmTask>] = ['failed', ended];
  expect(judge(part('none', [['starting'], failure, failure]))).toMatchObject({ kind: 'waiting' });
  expect(judge(part('none', [['starting'], failure, failure, failure]))).toMatchObject({ kind: 'failed' });
  expect(judge(part('none', [failure]))).toMatchObject({ kind: 'failed' });
});

it('tells what docker stack deploy said where it refused', () => {
  const refused = { state: 'exited', exitCode: 1 } as JobStatus;
  expect(judge(part('none', []), refused, ['no such network'])).toMatchObject({
    why: 'docker stack deploy failed: no such network',
  });
});

it('sees another deployment over it', () => {
  expect(judge(part('none', [['running']], 'd2'))).toEqual({ kind: 'replaced' });
});

it('is back once all run, and stuck where Swarm paused', () => {
  expect(wayBackOf([part('updating', [['running']])])).toBe('under-way');
  expect(wayBackOf([part('completed', [['running']])])).toBe('back');
  expect(wayBackOf([part('paused', [['running']])])).toBe('stuck');
});
