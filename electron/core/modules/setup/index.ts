export type { Setups } from './setups.ts';

// INTERIM (lead): replace these with the real ones and delete this import.
import { interim, interimRouter } from '../interim.ts';
import type { Setups } from './setups.ts';
export const setupRouter = interimRouter('setup');
export const createSetups: (parts: { store: unknown; host: unknown; servers: unknown }) => Setups =
  interim<Setups>({
    recover: async () => undefined,
    close: async () => undefined,
  });
