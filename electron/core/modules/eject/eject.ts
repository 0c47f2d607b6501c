import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import type { EjectedFile, Ejection } from '#shared/contract/ejection.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { serviceNameOf, slugOf } from '#shared/model/service-names.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { adoptedOn, composeFolder, type ProxyType, volumeNameOf } from '../../workload/index.ts';
import { requireMay } from '../node/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { buildNotes, isStartable } from './build.ts';
import { writeComposeService } from './compose-service.ts';
import { readableServices, type Unit, unitOf } from './gather.ts';
import { type Beside, type Written, writeProject } from './project.ts';
import { type EjectedProxy, proxyOf } from './proxy.ts';
import { readmeOf } from './readme.ts';

/** What the use cases need besides the store. */
export type EjectContext = OperationContext & { readonly servers: Pick<ServerAccess, 'use'> };

interface Asked {
  readonly secrets: boolean;
  readonly proxy?: ProxyType | undefined;
}

/** Writes the folder of one service. CONFLICT where it is not configured; FORBIDDEN for secrets that are not the caller's to see. */
export async function ejectService(
  context: EjectContext,
  { serviceId, ...asked }: Asked & { readonly serviceId: string },
): Promise<Ejection> {
  if (asked.secrets) requireMay(context, 'secret.reveal', serviceId);
  const unit = unitOf(context, serviceId, asked.secrets);
  if (!unit) throw nothing('nothing of it is configured yet');
  const elsewhere = whyLeftOut(unit);
  if (elsewhere !== undefined) throw nothing(elsewhere);
  const proxy = proxyOf(asked.proxy, [unit]);
  const written = isCompose(unit)
    ? await writeComposeService(unit, { ...besideOf(proxy), ...(await keptOf(context, unit)) })
    : writeProject(serviceNameOf(unit.view.names, serviceId), [unit], besideOf(proxy));
  const { names } = unit.view;
  const title = `${names.service} of ${names.environment} in ${names.project}`;
  return finish(context, { title, units: [unit], written, proxy, asked, folders: [''], network: undefined });
}

/** Writes one folder for all services of an environment that the caller may read, as of now. */
export async function ejectEnvironment(
  context: EjectContext,
  { environmentId, ...asked }: Asked & { readonly environmentId: string },
): Promise<Ejection> {
  if (asked.secrets) requireMay(context, 'secret.reveal', environmentId);
  const all = readableServices(context, environmentId).flatMap(
    (id) => unitOf(context, id, asked.secrets) ?? [],
  );
  const elsewhere = all.flatMap((unit) => whyLeftOut(unit) ?? []);
  const units = all.filter((unit) => whyLeftOut(unit) === undefined);
  const [first] = units;
  if (!first) throw nothing('it has no service that is configured and that you may read');
  const { names } = first.view;
  const name = [names.project, names.environment]
    .map((each) => slugOf(each, 'x'))
    .join('-')
    .slice(0, 50);
  const composed = units.filter(isCompose);
  const plain = units.filter((unit) => !isCompose(unit));
  const network = composed.length > 0 ? `${name}-network` : undefined;
  const proxy = proxyOf(asked.proxy, units);
  const hasRoot = plain.length > 0 || proxy !== undefined;
  const root: Written = hasRoot
    ? writeProject(name, plain, { ...besideOf(proxy), network, isNetworkThere: network !== undefined })
    : { files: [], missing: [], notes: [] };
  const folders = composed.map(({ alias }) => `compose/${alias}`);
  const below = await Promise.all(
    composed.map(async (unit, index) =>
      inFolder(
        folders[index] ?? '',
        await writeComposeService(unit, {
          ...besideOf(undefined),
          network,
          ...(await keptOf(context, unit)),
        }),
      ),
    ),
  );
  const parts = [root, ...below];
  const written: Written = {
    files: parts.flatMap(({ files }) => files),
    missing: parts.flatMap(({ missing }) => missing),
    notes: [...elsewhere, ...parts.flatMap(({ notes }) => notes)],
  };
  const title = `${names.environment} of ${names.project}`;
  const started = [...(hasRoot ? [''] : []), ...folders];
  return finish(context, { title, units, written, proxy, asked, folders: started, network });
}

interface Whole {
  readonly title: string;
  readonly units: readonly Unit[];
  readonly written: Written;
  readonly proxy: EjectedProxy | undefined;
  readonly asked: Asked;
  readonly folders: readonly string[];
  readonly network: string | undefined;
}

/** Writes down who took it, before anything of it is given. */
function finish(context: EjectContext, whole: Whole): Ejection {
  const { title, units, written, proxy, asked, folders, network } = whole;
  const services = units.map(({ view }) => ({
    id: view.id,
    kind: 'service' as const,
    name: view.names.service,
  }));
  context.write((tx) => tx.audit({ fact: { type: 'ejected', services, withSecrets: asked.secrets } }));
  const notes = [
    ...units.flatMap((unit) => [...unit.notes, ...buildNotes(unit)]),
    ...written.notes,
    ...(proxy?.notes ?? []),
  ];
  const files = inOrder([...written.files, ...(proxy?.files ?? [])]);
  const { missing } = written;
  const volumes = units.flatMap(({ view, number, spec }) =>
    number === undefined
      ? []
      : specFacts(spec).mounts.flatMap((mount) =>
          mount.type === 'volume' ? [volumeNameOf(view.id, mount.name)] : [],
        ),
  );
  const paths = new Set(files.map(({ path }) => path));
  const readme = paths.has('README.md') ? 'QUAYSIDE.md' : 'README.md';
  const text = readmeOf({ title, units, files, missing, notes, folders, network, volumes });
  return {
    name: slugOf(title, 'ejected'),
    files: [{ path: readme, text, mode: '644' }, ...files],
    missing: missing.map((each) => ({ ...each })),
    notes,
  };
}

const inOrder = (files: readonly EjectedFile[]): EjectedFile[] =>
  files.toSorted((a, b) => (a.path < b.path ? -1 : 1));

const besideOf = (proxy: EjectedProxy | undefined): Beside => ({
  services: proxy?.services ?? {},
  volumes: proxy?.volumes ?? {},
});

const inFolder = (folder: string, { files, missing, notes }: Written): Written => ({
  files: files.map((file) => ({ ...file, path: `${folder}/${file.path}` })),
  missing: missing.map((each) => ({ ...each, file: `${folder}/${each.file}` })),
  notes,
});

const isCompose = (unit: Unit): unit is Unit & { readonly spec: ComposeSpec } => unit.spec.type === 'compose';

/** Why a service is in no folder; undefined where it is. */
const whyLeftOut = (unit: Unit): string | undefined =>
  repositoryNote(unit) ?? (isStartable(unit) ? undefined : buildNotes(unit)[0]);

/** A project of a repository is there as a whole, and is run from there. */
function repositoryNote({ spec, view }: Unit): string | undefined {
  if (spec.type !== 'compose' || !spec.source) return undefined;
  const { url, ref } = spec.source;
  const at = ref.type === 'commit' ? ref.hash : ref.name;
  return `${view.names.service} is not in here: its files are in ${url} at ${at}; clone that, and start it there by docker compose.`;
}

const folderMs = 10_000;

type Kept = Pick<Parameters<typeof writeComposeService>[1], 'folder' | 'adopted'>;

/** Where a project keeps its data; undefined where it never ran, or its server does not answer soon. */
async function keptOf({ servers, signal }: EjectContext, { view, number }: Unit): Promise<Kept> {
  const unknown = { folder: undefined, adopted: undefined };
  if (number === undefined || view.serverId === null) return unknown;
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(folderMs)]);
    return await servers.use(
      view.serverId,
      async (connection) => {
        const [folder, [adopted]] = await Promise.all([
          composeFolder(connection, view.id),
          adoptedOn(connection, view.id),
        ]);
        return { folder, adopted };
      },
      within,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError || (error instanceof Error && error.name === 'TimeoutError'))
      return unknown;
    throw error;
  }
}

const nothing = (reason: string): AppError => new AppError('CONFLICT', { field: '', reason });
