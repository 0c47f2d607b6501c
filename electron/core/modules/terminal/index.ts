export type { Terminals } from './terminals.ts';

// INTERIM (lead): replace these with the real ones and delete this import.
import { interim, interimRouter } from '../interim.ts';
import type { Terminals } from './terminals.ts';
export const terminalRouter = interimRouter('terminal');
export const createTerminals: (parts: { store: unknown; host: unknown; servers: unknown }) => Terminals =
  interim<Terminals>({
    close: async () => undefined,
  });
