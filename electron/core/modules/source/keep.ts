import type { SentFolder } from '#shared/contract/source.ts';
import { AppError } from '#shared/model/errors.ts';
import type { RunState } from '#shared/model/run.ts';
import { longestPart } from '#shared/model/transfer-limits.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { serviceView } from '../../workload/index.ts';
import { requireHostAccess } from '../node/index.ts';
import type { Folders } from './folders.ts';
import { sentFolderRow, toSentFolder } from './sent-folder.ts';

type Context = OperationContext & { readonly folders: Folders };

interface Part {
  readonly serviceId: string;
  readonly upload: string;
  readonly offset: number;
  /** In base64. */
  readonly bytes: string;
}

/** The folder that was sent last for a service. */
export function shownFolder({ store }: OperationContext, serviceId: string): { folder: SentFolder | null } {
  const row = sentFolderRow(store.database, serviceId);
  return { folder: row ? toSentFolder(row) : null };
}

/**
 * Adds a part to an upload. CONFLICT where the service is not built from a folder, FORBIDDEN where what it builds runs with
 * a bind and the caller may not be root on its server.
 */
export async function addPart(context: Context, { serviceId, ...part }: Part): Promise<{ offset: number }> {
  requireMaySend(context, serviceId);
  return context.folders.add(serviceId, { ...part, bytes: contentOf(part.bytes) });
}

/** Keeps an upload with its last part as what the next deployment builds; an event says so. Refused as a part is. */
export async function keepFolder(context: Context, { serviceId, ...part }: Part): Promise<SentFolder> {
  requireMaySend(context, serviceId);
  const bytes = contentOf(part.bytes);
  return context.folders.alone(serviceId, async () => {
    if (bytes.length > 0) await context.folders.add(serviceId, { ...part, bytes });
    const { digest, sizeBytes, files } = await context.folders.finish(serviceId, part.upload, context.signal);
    context.judgeAgain();
    const row = {
      service_id: serviceId,
      digest,
      size_bytes: sizeBytes,
      files,
      sent_at: context.store.now(),
      sent_by_name: context.caller.name,
    };
    context.write((tx) => {
      requireMaySend(context, serviceId);
      tx.database.run(
        sql
          .insertInto('sent_folder')
          .values(row)
          .onConflict((conflict) => conflict.column('service_id').doUpdateSet(row)),
      );
      tx.audit({ nodeId: serviceId, fact: { type: 'folderSent', digest, bytes: sizeBytes, files } });
    });
    await context.folders.keepOnly(serviceId, () => needed(context, serviceId));
    return toSentFolder(row);
  });
}

/** What was sent last, what deployments that have not ended may still have to send, and what runs, for a server that it moves to. */
function needed({ store }: OperationContext, serviceId: string): string[] {
  const { currentDeploymentId } = serviceView(store, serviceId);
  const last = sentFolderRow(store.database, serviceId);
  const built = store.database
    .all(
      sql
        .selectFrom('deployment')
        .innerJoin('run', 'run.id', 'deployment.id')
        .select(['deployment.id', 'deployment.source_digest', 'run.state'])
        .where('run.subject_id', '=', serviceId)
        .where('deployment.source_digest', 'is not', null),
    )
    .flatMap(({ id, source_digest: digest, state }) => {
      const isNeeded = isOpen(state) || id === currentDeploymentId;
      return digest !== null && isNeeded ? [digest] : [];
    });
  return last ? [last.digest, ...built] : built;
}

const open: ReadonlySet<RunState> = new Set(['queued', 'running', 'interrupted']);
const isOpen = (state: RunState): boolean => open.has(state);

/** Another folder is another image: what runs with a bind is chosen by whoever may be root on its server. */
function requireMaySend(context: OperationContext, serviceId: string): void {
  const { spec, serverId, ids } = serviceView(context.store, serviceId);
  if (!(spec && 'source' in spec && spec.source?.type === 'folder')) {
    const reason = 'it is not built from a folder; choose that as its source first';
    throw new AppError('CONFLICT', { field: 'serviceId', reason });
  }
  requireHostAccess(context, { organizationId: ids.organization, before: null, after: { spec, serverId } });
}

function contentOf(bytes: string): Buffer {
  const content = Buffer.from(bytes, 'base64');
  if (content.length <= longestPart) return content;
  throw new AppError('LIMIT', { what: 'The bytes of one part', limit: longestPart });
}
