export type { Deployments } from './deployments.ts';

// INTERIM (lead): replace these with the real ones and delete this import.
import { interim, interimRouter } from '../interim.ts';
import type { Deployments } from './deployments.ts';
export const deploymentRouter = interimRouter('deployment');
export const createDeployments: (parts: { store: unknown; host: unknown; servers: unknown }) => Deployments =
  interim<Deployments>({
    runtime: async () => ({
      state: 'none',
      desiredReplicas: 0,
      healthyReplicas: 0,
      tasks: [],
      seenAt: null,
      isStale: false,
    }),
    removeFromServer: async () => [],
    runningBelow: () => [],
    recover: async () => undefined,
    close: async () => undefined,
  });
