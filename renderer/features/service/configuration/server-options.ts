interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The servers to choose from: each may be chosen, and one that is not set up says so. */
export function serverOptions(
  servers: readonly { readonly id: string; readonly name: string }[],
  unready: ReadonlySet<string>,
): Choice[] {
  return servers.map(({ id, name }) => ({
    value: id,
    label: unready.has(id) ? `${name} (not set up yet)` : name,
  }));
}

/**
 * Where to build: where it runs, or on another server. What is chosen stays in the list, also where the caller may not see it or
 * the list has yet to come.
 */
export function buildServerOptions(
  servers: readonly { readonly id: string; readonly name: string; readonly isReady: boolean }[] | undefined,
  { chosen, runsOn }: { readonly chosen: string; readonly runsOn: string },
): Choice[] {
  const others = (servers ?? []).filter(({ id }) => id === chosen || id !== runsOn);
  const unready = new Set(others.flatMap(({ id, isReady }) => (isReady ? [] : [id])));
  const isListed = chosen === '' || others.some(({ id }) => id === chosen);
  const unseen = { value: chosen, label: servers ? 'A server that you may not see' : '…' };
  return [
    { value: '', label: 'The server that it runs on' },
    ...serverOptions(others, unready),
    ...(isListed ? [] : [unseen]),
  ];
}
