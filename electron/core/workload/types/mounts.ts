import type { Mount } from '#shared/contract/mount.ts';
import type { SpecIssue } from './service-type.ts';

interface Mounted {
  readonly mounts: readonly Mount[];
}

/** Refuses two mounts at one path, where only one of them could be seen. */
export function mountIssues({ mounts }: Mounted): SpecIssue[] {
  const taken = new Set<string>();
  return mounts.flatMap(({ target }, index) => {
    if (taken.has(target)) {
      return [{ path: `mounts.${index}.target`, message: 'is the place of another mount of this service' }];
    }
    taken.add(target);
    return [];
  });
}

/** What a container may write to that outlives it, in words for people. */
export function writtenPlaces({ mounts }: Mounted): string[] {
  return mounts.flatMap((mount) => {
    if (mount.type === 'volume' && !mount.readOnly) return [`the volume “${mount.name}”`];
    return mount.type === 'bind' && !mount.readOnly ? [`${mount.source} of the server`] : [];
  });
}

/** What a plan compares of mounts; a file by its own field, since its values may be secret. */
export function* mountFields(mounts: readonly Mount[]): Generator<[string, string]> {
  for (const mount of mounts) yield [`mount ${mount.target}`, wordsOf(mount)];
}

function wordsOf(mount: Mount): string {
  switch (mount.type) {
    case 'volume':
      return `volume ${mount.name}${readOnlyWords(mount)}`;
    case 'bind':
      return `${mount.source} of the server${readOnlyWords(mount)}`;
    case 'tmpfs':
      return `in memory, ${mount.sizeMiB} MiB at most`;
    case 'file':
      return `a file, mode ${mount.mode}`;
  }
}

function readOnlyWords({ readOnly }: { readonly readOnly: boolean }): string {
  return readOnly ? ', read only' : '';
}
