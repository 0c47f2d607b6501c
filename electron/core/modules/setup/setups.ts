import type { Runs } from '../../runs/index.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import type { PutProxy } from './context.ts';

/** A server that is away is waited for this long before its set-up is called interrupted. */
const patienceMs = 30 * 60_000;

/** Makes set-ups known to the engine. Nothing is connected before one starts. */
export function registerSetups(parts: {
  store: Store;
  servers: ServerAccess;
  runs: Runs;
  putProxy: PutProxy;
}): void {
  parts.runs.register({
    kind: 'setup',
    limit: 1,
    patienceMs,
    isRetold: true,
    stepOf: ({ step }) => step ?? 'starting',
    load: async () => {
      const { setupWork } = await import('./work.ts');
      return setupWork(parts);
    },
  });
}
