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
