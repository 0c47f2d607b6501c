interface Chosen {
  readonly serviceId: string;
  readonly environmentId: string;
  readonly chosenServer: string | undefined;
  readonly service: { readonly serverId: string | null } | undefined;
}

/** What a move asks for: only another server is named, for the one that it is on need not be readable. */
export function moveInput({ chosenServer, service, ...input }: Chosen): {
  serviceId: string;
  environmentId: string;
  serverId?: string;
} {
  const isOther = chosenServer !== undefined && chosenServer !== '' && chosenServer !== service?.serverId;
  return { ...input, ...(isOther ? { serverId: chosenServer } : {}) };
}

/** What stands before the servers of a list, for a service that is on none of them. */
export function stayOptions(
  serverId: string | null,
  servers: readonly { readonly id: string }[],
): { value: string; label: string }[] {
  if (serverId === null) return [{ value: '', label: 'None yet' }];
  if (servers.some(({ id }) => id === serverId)) return [];
  return [{ value: serverId, label: 'Where it is' }];
}
