import type { RotatedServer, SshKey } from '#shared/contract/ssh-key.ts';
import { AppError } from '#shared/model/errors.ts';
import { type SshKeyRow, sshKeyRow } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import { beginRotation, endRotation } from './begin-rotation.ts';
import type { SshKeyContext } from './context.ts';
import { sshKeyOf } from './queries.ts';
import { rotateOn } from './rotate-on.ts';
import { usesOf } from './uses.ts';

interface Rotation {
  readonly sshKey: SshKey;
  readonly servers: RotatedServer[];
  readonly others: number;
  readonly servicesWait: boolean;
}

/**
 * Gives every server of an SSH key a new pair: the new half is installed beside the old one and tried, then the old one
 * is taken away. Called again it goes on where it was; a server that cannot be reached keeps the old half until then, as
 * one does that the caller may not change.
 */
export async function rotateSshKey(
  context: SshKeyContext,
  { sshKeyId, repositoriesKnow = false }: { sshKeyId: string; repositoriesKnow?: boolean | undefined },
): Promise<Rotation> {
  const { store } = context;
  if (!isOpen(sshKeyRow(store, sshKeyId))) await beginRotation(context, sshKeyId);
  const waiting = usesOf(store, sshKeyId).filter(({ uses }) => uses === 'previous' || uses === 'leaving');
  const mine = waiting.filter(({ id }) => store.access.can(context.caller.subject, 'server.update', id));
  const servers = await inTurns(mine, ({ id }) => attempt(context, sshKeyId, id));
  const servicesWait = !repositoriesKnow && usesOf(store, sshKeyId).some(({ uses }) => uses === 'both');
  const others = waiting.length - mine.length;
  if (isOpen(sshKeyRow(store, sshKeyId)) && !servicesWait && !hasUnfinished(context, sshKeyId)) {
    endRotation(context, sshKeyId);
  }
  return { sshKey: sshKeyOf(store, sshKeyId), servers, others, servicesWait };
}

const atOnce = 4;

/** Works through a list, a few at a time, and answers in its order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** What of it a server refuses is told of that server alone; whoever may not go on stops all. */
async function attempt(context: SshKeyContext, keyId: string, serverId: string): Promise<RotatedServer> {
  const name = context.store.access.node(serverId)?.name ?? '';
  try {
    await rotateOn(context, keyId, serverId);
    return { serverId, name, isDone: true, problem: '' };
  } catch (error) {
    if (!(error instanceof AppError) || !ofTheServer.has(error.code)) throw error;
    return { serverId, name, isDone: false, problem: error.message };
  }
}

const ofTheServer: ReadonlySet<string> = new Set(['UNREACHABLE', 'REMOTE_FAILED', 'CONFLICT', 'LIMIT']);

function isOpen({ previous_private_key: previous }: SshKeyRow): boolean {
  return previous !== null;
}

function hasUnfinished({ store }: SshKeyContext, keyId: string): boolean {
  const unfinished = sql
    .selectFrom('server')
    .select('id')
    .where('ssh_key_id', '=', keyId)
    .where('ssh_key_step', 'is not', null);
  return store.database.first(unfinished.limit(1)) !== undefined;
}
