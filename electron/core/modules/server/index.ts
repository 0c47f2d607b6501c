export type { ServerAccess } from './server-access.ts';

// INTERIM (lead): replace these with the real ones and delete this import.
import { interim, interimRouter } from '../interim.ts';
import type { ServerAccess } from './server-access.ts';
export const serverRouter = interimRouter('server');
export const createServerAccess: (parts: { store: unknown; host: unknown }) => ServerAccess =
  interim<ServerAccess>({
    connectionOf: () => ({ state: 'idle', since: new Date().toISOString() }),
    onState: () => () => undefined,
    reset: () => undefined,
    use: () => Promise.reject(new Error('not built yet')),
    close: async () => undefined,
  });
