import { nodeKinds, type TreeKind } from '#shared/model/nodes.ts';
import type { FeatureEntry } from '../lib/feature.ts';
import type { MemberPage, NodePage, PageDescriptor, ShellPage } from '../lib/pages/descriptor.ts';
import { pages as access } from './access/entry.tsx';
import { pages as activity } from './activity/entry.tsx';
import { pages as apiKey } from './api-key/entry.tsx';
import { pages as audit } from './audit/entry.tsx';
import { pages as bundle } from './bundle/entry.tsx';
import { pages as certificate } from './certificate/entry.tsx';
import { pages as domain } from './domain/entry.tsx';
import { entry as environment, pages as environmentPages } from './environment/entry.tsx';
import { pages as gitProvider } from './git-provider/entry.tsx';
import { pages as host } from './host/entry.tsx';
import { pages as identityProvider, LinkedIdentities } from './identity-provider/entry.tsx';
import { pages as importPages } from './import/entry.tsx';
import { pages as invitation, NewcomerButtons } from './invitation/entry.tsx';
import { pages as member } from './member/entry.tsx';
import { entry as organization, pages as organizationPages } from './organization/entry.tsx';
import { entry as project, pages as projectPages } from './project/entry.tsx';
import { pages as proxy } from './proxy/entry.tsx';
import { pages as registryPages } from './registry/entry.tsx';
import { pages as role } from './role/entry.tsx';
import { entry as server, pages as serverPages } from './server/entry.tsx';
import { entry as service, pages as servicePages } from './service/entry.tsx';
import { pages as settings } from './settings/entry.tsx';
import { pages as sshKey } from './ssh-key/entry.tsx';
import { pages as tag } from './tag/entry.tsx';
import { pages as team } from './team/entry.tsx';

/** Every kind of node; the compiler asks for the missing one. */
export const registry: Readonly<Record<TreeKind, FeatureEntry>> = {
  organization,
  project,
  environment,
  service,
  server,
};

/** One line a feature, in the order in which the pages of one room stand below each other. */
export const pages: readonly PageDescriptor[] = [
  ...withExtra(member, 'members', NewcomerButtons),
  ...invitation,
  ...team,
  ...role,
  ...access,
  ...identityProvider,
  ...registryPages,
  ...gitProvider,
  ...sshKey,
  ...certificate,
  ...tag,
  ...audit,
  ...organizationPages,
  ...importPages,
  ...bundle,
  ...projectPages,
  ...environmentPages,
  ...servicePages,
  ...domain,
  ...serverPages,
  ...proxy,
  ...activity,
  ...apiKey,
  ...withExtra(settings, 'profile', LinkedIdentities),
  ...host,
];

/** Puts a part of one feature on a page of another one. */
function withExtra(
  described: readonly PageDescriptor[],
  id: string,
  Extra: NonNullable<PageDescriptor['Extra']>,
): PageDescriptor[] {
  return described.map((page) => (page.id === id ? { ...page, Extra } : page));
}

/** The pages of a kind of node, the default one first. */
export function nodePages(kind: TreeKind): readonly NodePage[] {
  const { rooms } = registry[kind];
  const roomOf = ({ room }: NodePage): number => rooms.findIndex(({ id }) => id === room);
  return pages
    .filter((page): page is NodePage => page.at === kind)
    .map((page) => (kind === 'organization' ? page : { permission: nodeKinds[kind].readBy, ...page }))
    .toSorted((a, b) => roomOf(a) - roomOf(b));
}

export function shellPages(): readonly ShellPage[] {
  return pages.filter((page): page is ShellPage => page.at === 'shell');
}

export function memberPages(): readonly MemberPage[] {
  return pages.filter((page): page is MemberPage => page.at === 'member');
}
