import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { TerminalParts } from '../terminal/index.ts';
import type { DatabaseModuleParts } from './context.ts';

export function createDatabaseRouter({
  rpc: plain,
  databases,
  terminals,
}: DatabaseModuleParts & TerminalParts & { readonly rpc: Rpc }): RouterOf<Contract['database']> {
  const rpc = withParts(plain, { databases, terminals });
  return {
    connection: rpc.database.connection.handler(async ({ input, context }) => {
      const { connectionOf } = await import('./connection.ts');
      return connectionOf(context, input.serviceId);
    }),
    reveal: rpc.database.reveal.handler(async ({ input, context }) => {
      const { revealDatabase } = await import('./reveal.ts');
      return revealDatabase(context, input.serviceId);
    }),
    changePassword: rpc.database.changePassword.handler(async ({ input, context }) => {
      const { changeDatabasePassword } = await import('./change-password.ts');
      return changeDatabasePassword(context, input);
    }),
    client: rpc.database.client.handler(async ({ input, context }) => {
      const { openDatabaseClient } = await import('./open-client.ts');
      return openDatabaseClient(context, input);
    }),
  };
}
