import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { type AuditChange, named } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { changesBetween } from './changes-between.ts';

/**
 * What a saved configuration changes, for the audit trail. Of files it tells which ones changed and nothing that stands in
 * them: people keep passwords there, and what is in the trail stays. A build server is told by its name.
 */
export function specChanges(store: Store, before: ServiceSpec | null, after: ServiceSpec): AuditChange[] {
  const [old, now] = [textsOf(before), textsOf(after)];
  const changed = [...now].filter(([file, text]) => old.has(file) && old.get(file) !== text);
  return [
    ...changesBetween(toldAsIs(before), toldAsIs(after)),
    ...buildServerChanges(store, before, after),
    ...changed.map(([file]) => ({ field: file, after: 'changed' })),
  ];
}

/** The texts of the files that a configuration holds, by where they are. */
function textsOf(spec: ServiceSpec | null): Map<string, string> {
  const texts = new Map<string, string>();
  if (spec && 'files' in spec) for (const { path, text } of spec.files) texts.set(`file ${path}`, text);
  if (spec && 'mounts' in spec) {
    for (const mount of spec.mounts)
      if (mount.type === 'file') texts.set(`file ${mount.target}`, mount.content);
  }
  return texts;
}

const hidden = '•••';

function buildServerChanges(store: Store, before: ServiceSpec | null, after: ServiceSpec): AuditChange[] {
  const [old, now] = [before, after].map((spec) => (spec ? specFacts(spec).buildServerId : null));
  const called = (id: string | null | undefined) => (id ? named(store, id) : null);
  return old === now ? [] : [{ field: 'buildServer', was: called(old), is: called(now) }];
}

/** What is told field by field: all but what the texts of files hold, and what is told by its name. */
function toldAsIs(configured: ServiceSpec | null): Readonly<Record<string, unknown>> {
  const spec = configured && specFacts(configured).builtWhereItRuns();
  return {
    ...spec,
    ...(spec && 'files' in spec ? { files: spec.files.map((file) => ({ ...file, text: hidden })) } : {}),
    ...(spec && 'mounts' in spec
      ? {
          mounts: spec.mounts.map((mount) => (mount.type === 'file' ? { ...mount, content: hidden } : mount)),
        }
      : {}),
  };
}
