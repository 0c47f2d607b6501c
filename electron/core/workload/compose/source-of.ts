import type { ComposeSource } from '#shared/compose/source.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';

/** A configuration as the loader takes it, with what its variables are. */
export function sourceOf(
  { files, composeFiles, profiles }: ComposeSpec,
  variables: readonly { readonly name: string; readonly value: string }[],
): ComposeSource {
  return {
    files: Object.fromEntries(files.map(({ path, text }) => [path, text])),
    composeFiles,
    profiles,
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
  };
}
