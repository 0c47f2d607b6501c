import type { ComposeService } from '../schema/service.ts';
import { isHostPath, isRemote } from './paths.ts';
import type { Row } from './rules.ts';

/** What a build asks for: places outside of the folder, what it takes of the server, and of its network. */
export function* buildFindings({ build }: ComposeService): Generator<Row> {
  if (!build) return;
  const { context = '.', additional_contexts: more = {}, dockerfile } = build;
  for (const [field, value] of [
    ['context', context],
    ...Object.entries(more).map(([name, each]) => [`additional_contexts.${name}`, each ?? ''] as const),
  ] as const) {
    if (/^(?:service|target):/.test(value)) continue;
    if (isRemote(value)) yield ['remote-source', `build.${field}`, value];
    else if (isHostPath(value)) yield ['host-path', `build.${field}`, value];
  }
  if (dockerfile !== undefined && isHostPath(dockerfile)) yield ['host-path', 'build.dockerfile', dockerfile];
  if (build.privileged) yield ['privileged', 'build.privileged', 'build'];
  if (build.network !== undefined && build.network !== 'none' && build.network !== 'default')
    yield ['host-namespace', 'build.network', `build ${build.network}`];
  for (const [index, each] of (build.entitlements ?? []).entries())
    yield ['security-option', `build.entitlements.${index}`, each];
  if (build.ssh !== undefined) yield ['host-path', 'build.ssh', 'keys of the server'];
  for (const field of ['cache_from', 'cache_to'] as const)
    for (const [index, each] of (build[field] ?? []).entries())
      if (/type=local/.test(each)) yield ['host-path', `build.${field}.${index}`, each];
}
