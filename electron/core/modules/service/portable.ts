import * as z from 'zod';
import { Description, idOf } from '#shared/contract/fields.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import { serviceTypeNames } from '#shared/model/service-types.ts';
import type { BundleContext, Facet, Making, Portable } from '../../bundle/body/portable.ts';
import { sql } from '../../store/database.ts';
import { requireHostAccess, requireMay } from '../node/index.ts';
import { insertService } from './create.ts';
import { dependenciesOf, setDependencies } from './dependencies.ts';
import { serviceOf } from './queries.ts';
import { requireSoundSpec } from './require-sound-spec.ts';
import { shareKey } from './set-deploy-key.ts';
import { setGitProvider } from './set-git-provider.ts';
import { saveSpec } from './update.ts';

const fields = {
  description: Description.default(''),
  type: z.enum(serviceTypeNames),
  serverId: idOf('server', 'server.read').optional(),
  spec: ServiceSpec.optional(),
  deployKeyId: idOf('sshKey', 'sshKey.read').optional(),
  gitProviderId: idOf('gitProvider', 'gitProvider.read').optional(),
};
type Given = z.infer<z.ZodObject<typeof fields>>;

/** A service in a bundle: what it is to run, and nothing of what runs. */
export const servicePortable: Portable = {
  fields,
  read: ({ store }, id) => serviceOf(store, id),
  async prepare(context, { id, fields: given }) {
    const { type, spec } = given as Partial<Given>;
    const known = id === null ? undefined : serviceOf(context.store, id);
    if (known && type !== undefined && type !== known.type)
      refuse('type', `stays ${known.type}; give the service another name, or skip it`);
    const is = known?.type ?? type;
    if (spec && is) await requireSoundSpec(is, spec);
    const { requireKept } = await import('./require-kept.ts');
    return { requireKept };
  },
  create: (making, { parentId, name, fields: given }) => create(making, given as Given, { parentId, name }),
  update: (making, { id, fields: given, prepared }) =>
    update(making, id, given as Edit, prepared as Prepared),
};

/** What was not there before an import is null when that is undone. */
type Edit = { readonly [F in keyof Given]?: Given[F] | null };

interface Prepared {
  readonly requireKept: Parameters<typeof saveSpec>[3];
}

function create(
  { context, tx, organizationId, made }: Making,
  { description, type, deployKeyId, gitProviderId, ...given }: Given,
  { parentId, name }: { parentId: string; name: string },
): string {
  const [serverId, spec] = [given.serverId ?? null, given.spec ?? null];
  // a server that is made just now is nobody's to be root on yet: that takes what holds everywhere
  const at = serverId !== null && made.has(serverId) ? null : serverId;
  requireHostAccess(context, { organizationId, before: null, after: { spec, serverId: at } });
  const id = insertService(tx, { environmentId: parentId, name, type, description, serverId, spec });
  setAccess(context, id, { deployKeyId, gitProviderId });
  return id;
}

function update(
  { context, tx }: Making,
  id: string,
  { description, serverId, spec, deployKeyId, gitProviderId }: Edit,
  { requireKept }: Prepared,
): void {
  if (description != null) tx.change('service', id, { description });
  if (spec === null) clearSpec(tx, id);
  const after = spec ?? serviceOf(context.store, id).spec;
  if (serverId === null || after === null) tx.change('service', id, { server: serverId });
  else if (spec || serverId !== undefined)
    saveSpec(context, tx, { serviceId: id, spec: after, serverId }, requireKept);
  setAccess(context, id, { deployKeyId, gitProviderId });
}

/** Nothing runs of what had none before an import. */
function clearSpec({ database }: Making['tx'], id: string): void {
  database.run(sql.updateTable('service').set({ spec: null }).where('id', '=', id));
}

/** By what its source is fetched. */
function setAccess(
  context: BundleContext,
  id: string,
  {
    deployKeyId,
    gitProviderId,
  }: { deployKeyId?: string | null | undefined; gitProviderId?: string | null | undefined },
): void {
  if (gitProviderId !== undefined) setGitProvider(context, { serviceId: id, gitProviderId });
  if (deployKeyId) shareKey(context, { id, sshKeyId: deployKeyId });
}

/** Which services of its environment a service waits for. */
export const dependsOnFacet: Facet = {
  field: 'dependsOn',
  schema: z.array(idOf('service')).max(50),
  isOf: (kind) => kind === 'service',
  isSet: true,
  read(context: BundleContext, id) {
    const ids = dependenciesOf(context, id).map((each) => each.id);
    return ids.length === 0 ? undefined : ids;
  },
  write({ context, made }, id, { value }) {
    requireMay(context, 'service.update', made.get(id) ?? id);
    depend(context, id, value);
  },
  restore: ({ context }, id, value) => depend(context, id, value ?? []),
};

function depend(context: BundleContext, serviceId: string, value: unknown): void {
  setDependencies(context, { serviceId, dependsOn: value as string[], add: [], remove: [] });
}

function refuse(path: string, message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
