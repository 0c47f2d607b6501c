import type { Runtime } from '#shared/contract/service.ts';

type Replicas = Pick<Runtime, 'desiredReplicas' | 'healthyReplicas' | 'tasks'>;

/** How many replicas are there: healthy only where a health check says so, else running. */
export function replicaWords({ desiredReplicas, healthyReplicas, tasks }: Replicas): string {
  const noun = desiredReplicas === 1 ? 'replica' : 'replicas';
  const isChecked = tasks.some(({ state, health }) => state === 'running' && health !== 'none');
  return `${healthyReplicas} of ${desiredReplicas} ${noun} ${isChecked ? 'healthy' : 'running'}`;
}
