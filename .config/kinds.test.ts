import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allKinds, type NodeKind } from '#shared/model/nodes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The root of every tree; that something is the whole of it, or lies below it, is no question of kinds. */
const asked = allKinds.filter((kind) => kind !== 'organization');

const kebab = (kind: string): string => kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The rooms of a kind; a tag set shares those of its tags, and a request those of access. */
const shared: Partial<Record<NodeKind, string>> = { tagSet: 'tag', accessRequest: 'access', setup: 'server' };

const roomsOf = (kind: NodeKind): string[] =>
  [kind, shared[kind] ?? kind].flatMap((each) => [
    `shared/contract/${kebab(each)}.ts`,
    `electron/core/modules/${kebab(each)}/`,
    `renderer/features/${kebab(each)}/`,
  ]);

/** The five lines of a kind: its descriptor, and a line each in the contract, the router, the migrations, the features. */
const fiveLines = [
  'shared/model/node-kinds.ts',
  'shared/contract/index.ts',
  'electron/core/router.ts',
  'electron/core/store/migrations/',
  'renderer/features/registry.ts',
];

/** What is about these kinds by its nature, and says why. */
const isAbout: Readonly<Record<string, string>> = {
  'electron/core/access/reading.ts member': 'decisions are made about members',
  'electron/core/access/access-changes.ts member': 'the index forgets the members that are gone',
  'electron/core/access/access-changes.ts apiKey': 'the index forgets the keys that are gone',
  'electron/core/access/memberships.ts member': 'the index forgets the members that are gone',
  'electron/core/access/memberships.ts team': 'the index forgets the teams that are gone',
  'electron/core/modules/member/queries.ts server': 'removing a member tells where they were root',
  'electron/core/modules/member/queries.ts apiKey': 'removing a member tells how many keys end',
  'electron/core/modules/node/deletion.ts environment':
    'what a protected environment holds is named before it is deleted',
  'electron/core/modules/node/deletion.ts service': 'what runs is stopped on its server before its row goes',
  'electron/core/modules/node/build-server.ts server': 'what builds an image is a server of the organization',
  'electron/core/workload/desired/service-view.ts service': 'what is deployed is a service',
  'electron/core/modules/server/inventory.ts service': 'a container is told as the service that it is of',
  'electron/core/modules/tree/tree.ts server': 'a server is as its connection is',
  'electron/core/names/resolve-path.ts server': 'servers and projects lie side by side in a path',
  'renderer/app/shell/create-dialog.tsx service': 'the first steps end with a service',
  'renderer/features/server/setup-run.tsx environment': 'a server that is ready waits for a service in one',
  'renderer/features/organization/organization-overview.tsx service': 'the first steps end with a service',
  'renderer/lib/tags/node-tags.tsx service': 'a service without a tag set shows no empty row of tags',
  'renderer/lib/tree/use-environment-options.ts environment': 'what is brought in comes into an environment',
};

const sources = ['shared', 'electron', 'renderer'].flatMap((top) =>
  readdirSync(`${root}${top}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => `${top}/${path}`),
);

/** `kind === 'tag'`, `case 'tag':`, and `['tag', 'tagSet'].includes(kind)`. */
const asks = (text: string, kind: NodeKind): boolean =>
  new RegExp(
    `[kK]ind\\)? (?:===|!==) '${kind}'|case '${kind}':|'${kind}'[^;()]*\\]\\.includes\\(\\w*[kK]ind`,
  ).test(text);

const found = sources.flatMap((path) => {
  if (fiveLines.some((line) => path.startsWith(line))) return [];
  const text = readFileSync(`${root}${path}`, 'utf8');
  return asked
    .filter((kind) => asks(text, kind) && !roomsOf(kind).some((room) => path.startsWith(room)))
    .map((kind) => `${path} ${kind}`);
});

describe('a kind is described once', () => {
  it('finds what asks for a kind by name', () => {
    expect(asks("if (node.kind === 'tag') return;", 'tag')).toBe(true);
    expect(asks("return ['role', 'tag'].includes(kind);", 'tag')).toBe(true);
    expect(asks("if (source.type === 'git') return;", 'tag')).toBe(false);
  });

  it('and is asked for by name outside its rooms only by what is about it', () => {
    expect(found.toSorted()).toEqual(Object.keys(isAbout).toSorted());
  });
});
