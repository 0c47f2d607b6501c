import type { ContractOperation } from '#shared/contract/operations.ts';
import type { BuiltInRole } from '#shared/model/roles.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import type { World } from './world.ts';

/** Calls an operation as one person; answers the code of the failure, or `answered`. */
export type Ask = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<string>;

/** One way into the core. */
export interface Transport {
  readonly name: string;
  /** Whether an operation can be asked for this way at all. */
  reaches(operation: ContractOperation): boolean;
  open(world: World, role: BuiltInRole): Promise<Ask>;
  close(): Promise<void>;
}

type Procedures = Readonly<Record<string, Readonly<Record<string, (input: unknown) => Promise<unknown>>>>>;

const codeOf = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return String(error);
};

/** Asks through a client, and lets a stream go as soon as it is there. */
const askClient =
  (client: unknown): Ask =>
  async (operation, input) => {
    const [noun = '', verb = ''] = operation.split('.');
    try {
      const output = await (client as Procedures)[noun]?.[verb]?.(input);
      if (typeof output === 'object' && output !== null && 'return' in output) {
        const stream = output as AsyncGenerator;
        await stream.next();
        await stream.return(undefined);
      }
      return 'answered';
    } catch (error) {
      return codeOf(error);
    }
  };

const inProcess: Transport = {
  name: 'the process itself',
  reaches: () => true,
  open: async ({ core, accounts }, role) => askClient(clientOf(core, accounts[role])),
  close: async () => undefined,
};

export const transports: readonly Transport[] = [inProcess];
