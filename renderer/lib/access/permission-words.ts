import { catalogue, type Permission } from '#shared/model/permissions.ts';

const special: Readonly<Record<string, string>> = {
  api: 'API keys and CLI',
  docker: 'Docker panel',
  proxyFile: 'Traefik files',
  sshKey: 'SSH keys',
  gitProvider: 'git providers',
  audit: 'audit trail',
  logs: 'logs',
  monitoring: 'monitoring',
  registry: 'registries',
  freeze: 'freezes',
};

/** What a kind of permission is about, in words: `environment variables`, `SSH keys`. */
export const kindWords = (kind: string): string => {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return special[kind] ?? (words.endsWith('s') ? words : `${words}s`);
};

export const kindOf = (permission: string): string => permission.slice(0, permission.indexOf('.'));
export const verbOf = (permission: string): string => permission.slice(permission.indexOf('.') + 1);

const verbsOf = (kind: string): readonly string[] =>
  Object.entries(catalogue).find(([key]) => key === kind)?.[1] ?? [];

export interface PermissionGroup {
  readonly kind: string;
  /** `deployments: read, create`; `all` where none of the kind is left out. */
  readonly text: string;
}

/** Permissions as people read them: one line a kind. */
export const permissionGroups = (permissions: readonly string[]): PermissionGroup[] => {
  const byKind = new Map<string, string[]>();
  for (const permission of permissions) {
    const verbs = byKind.get(kindOf(permission));
    if (verbs) verbs.push(verbOf(permission));
    else byKind.set(kindOf(permission), [verbOf(permission)]);
  }
  return [...byKind].map(([kind, verbs]) => {
    const isAll = verbs.length > 1 && verbs.length === verbsOf(kind).length;
    return { kind, text: `${kindWords(kind)}: ${isAll ? 'all' : verbs.join(', ')}` };
  });
};

/** “gains 4, loses 2”; what does not change is left out. */
export const differenceWords = ({
  gains,
  loses,
}: {
  readonly gains: number;
  readonly loses: number;
}): string => {
  const words = [gains > 0 ? `gains ${gains}` : '', loses > 0 ? `loses ${loses}` : ''].filter(Boolean);
  return words.join(', ') || 'changes nothing';
};

/** `deployment.create` as an act: `create deployments`. */
export const actWords = (permission: Permission): string =>
  `${verbOf(permission)} ${kindWords(kindOf(permission))}`;
