import { usageFailure } from './failure.ts';
import type { CallOptions, HostClient } from './host/client.ts';
import type { Command } from './input/commands.ts';

type Input = Readonly<Record<string, unknown>>;

/** Whether a command is about a service on the server that it is on, which then need not be named. */
export function isOnItsServer({ operation }: Command): boolean {
  return operation.name === 'database.client';
}

/** Adds the server of the service where none is named. */
export async function onItsServer(client: HostClient, input: Input, options: CallOptions): Promise<Input> {
  const { serviceId, serverId } = input;
  if (serverId !== undefined) return input;
  const service = (await client.call('service.get', { serviceId }, options)) as { serverId?: string | null };
  if (service.serverId) return { ...input, serverId: service.serverId };
  throw usageFailure('It is on no server that you may see; deploy it first, or name one by --server.');
}
