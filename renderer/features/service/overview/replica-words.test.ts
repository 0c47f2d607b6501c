import { expect, it } from 'vitest';
import { replicaWords } from './replica-words.ts';

const task = (health: 'none' | 'healthy' | 'starting' | 'unhealthy', state = 'running') => ({
  id: 'task',
  containerId: 'container',
  slot: 1,
  state,
  health,
  image: 'web',
  error: null,
  exitCode: null,
  at: '2026-03-01T10:00:00.000Z',
});

it('says healthy only of what has a health check', () => {
  const one = { desiredReplicas: 1, healthyReplicas: 1 };
  expect(replicaWords({ ...one, tasks: [task('none')] })).toBe('1 of 1 replica running');
  expect(replicaWords({ ...one, tasks: [task('healthy')] })).toBe('1 of 1 replica healthy');
  expect(replicaWords({ desiredReplicas: 2, healthyReplicas: 0, tasks: [task('starting')] })).toBe(
    '0 of 2 replicas healthy',
  );
});

it('leaves out of it what ran before', () => {
  const runtime = {
    desiredReplicas: 2,
    healthyReplicas: 2,
    tasks: [task('none'), task('healthy', 'shutdown')],
  };
  expect(replicaWords(runtime)).toBe('2 of 2 replicas running');
});
