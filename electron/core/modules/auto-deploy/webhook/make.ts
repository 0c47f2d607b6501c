import { randomBytes } from 'node:crypto';
import type { NewWebhook } from '#shared/contract/auto-deploy.ts';
import { AppError } from '#shared/model/errors.ts';
import { type GitProviderType, gitProviderTypes, gitProviderWords } from '#shared/model/git-provider.ts';
import type { Host } from '../../../host.ts';
import type { OperationContext } from '../../../rpc/index.ts';
import { sql } from '../../../store/database.ts';
import type { Transaction } from '../../../store/store.ts';
import {
  clientFor,
  dropMarks,
  gitProviderTypeFor,
  type Leftovers,
  makeNoted,
  webhookMark,
} from '../../git-provider/index.ts';
import { requireWebhook, secretPlace, webhookOf } from './rows.ts';
import { newSecret, type Webhooks } from './webhooks.ts';

export interface WebhookContext extends OperationContext {
  readonly host: Host;
  readonly webhooks: Webhooks;
  readonly leftovers: Leftovers;
}

interface Wanted {
  readonly serviceId: string;
  readonly type?: GitProviderType | undefined;
}

/** Makes the webhook of a service, with a secret that is shown now and never again. CONFLICT where it has one. */
export async function createWebhook(
  context: WebhookContext,
  { serviceId, type: asked }: Wanted,
): Promise<NewWebhook> {
  const { store, host } = context;
  requireReachable(host);
  const { sourceUrl } = await import('../source.ts');
  const secret = newSecret();
  context.write((tx) => {
    if (webhookOf(tx.database, serviceId)) {
      refuse('the service has one; delete that first, or give it another secret');
    }
    const type = asked ?? typeOf(context, serviceId, sourceUrl(store, serviceId));
    insertWebhook(tx, { serviceId, type, secret });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.audit({ changes: [{ field: 'webhook', after: gitProviderWords[type].label }] });
  });
  return { webhook: shown(context, serviceId), secret };
}

/** Adds the row of a webhook and answers its id, which nobody guesses. */
export function insertWebhook(
  tx: Transaction,
  { serviceId, type, secret }: { serviceId: string; type: GitProviderType; secret: string },
): string {
  const id = randomBytes(18).toString('base64url');
  tx.database.run(
    sql.insertInto('webhook').values({
      id,
      service_id: serviceId,
      type,
      secret: tx.sealer.seal(secret, secretPlace(id)),
      secret_set_at: tx.now,
      created_at: tx.now,
    }),
  );
  return id;
}

/**
 * Gives the webhook of a service another secret, here and where a git provider made it; what the old one signs is refused
 * from now on. Where the provider refuses to take the new one (REMOTE_FAILED), it counts as made there no more, what is left
 * of it there is taken away, and `installWebhook` makes it again.
 */
export async function rotateWebhook(context: WebhookContext, serviceId: string): Promise<NewWebhook> {
  const secret = newSecret();
  context.write((tx) => {
    const { id, secret_set_at: before } = requireWebhook(tx.database, serviceId);
    // a clock that was put back makes no two secrets of one instant
    const at = Math.max(tx.now, before + 1);
    const columns = { secret: tx.sealer.seal(secret, secretPlace(id)), secret_set_at: at };
    tx.database.run(sql.updateTable('webhook').set(columns).where('id', '=', id));
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.audit({ changes: [{ field: 'webhookSecret', after: 'changed' }] });
  });
  const mark = webhookMark(context.store.database, serviceId);
  if (mark) await context.leftovers.inTurn(mark.git_provider_id, () => makeAgain(context, serviceId, secret));
  return { webhook: shown(context, serviceId), secret };
}

/** Takes the webhook of a service away, with what is known of its deliveries, and from its repository where it was made there. */
export async function deleteWebhook(
  context: WebhookContext,
  serviceId: string,
): Promise<{ left: string | null }> {
  const { store, leftovers } = context;
  const mark = webhookMark(store.database, serviceId);
  context.write((tx) => {
    const { id, type } = requireWebhook(tx.database, serviceId);
    tx.database.run(sql.deleteFrom('webhook').where('id', '=', id));
    dropMarks(tx.database, { serviceId, kind: 'webhook' });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.audit({ changes: [{ field: 'webhook', before: gitProviderWords[type].label }] });
  });
  if (!mark) return { left: null };
  await leftovers.sweep({ gitProviderId: mark.git_provider_id, known: mark.known }, context.signal);
  const isThis = sql
    .selectFrom('provider_leftover')
    .select('problem')
    .where('git_provider_id', '=', mark.git_provider_id)
    .where('known', '=', mark.known);
  const left = store.database.first(isThis);
  if (!left) return { left: null };
  const why = left.problem ?? 'it is tried within a minute';
  return { left: `It is at ${mark.repository} still, and is taken away from there later: ${why}` };
}

async function makeAgain(context: WebhookContext, serviceId: string, secret: string): Promise<void> {
  const noted = webhookMark(context.store.database, serviceId);
  if (!noted) return;
  const { git_provider_id: gitProviderId, repository, kind, known } = noted;
  await makeNoted(context.store, { serviceId, gitProviderId, repository, kind, known }, async () => {
    const client = await clientFor(context, gitProviderId, context.signal);
    await client.removeWebhook(repository, known);
    await client.addWebhook(repository, { url: known, secret });
  });
}

/** The webhook as it is shown; CONFLICT where it went meanwhile. */
export function shown({ webhooks }: WebhookContext, serviceId: string): NewWebhook['webhook'] {
  const webhook = webhooks.get(serviceId);
  if (!webhook) throw new AppError('CONFLICT', { field: 'webhook', reason: 'somebody deleted it meanwhile' });
  return webhook;
}

/** Refuses on a desktop. */
export function requireReachable({ kind }: Host): void {
  if (kind !== 'desktop') return;
  refuse(
    'nobody can reach this desktop; a host for the team takes webhooks, and here branches are looked at each minute',
  );
}

/** The public address of this host; CONFLICT where it was not told. */
export function requireHooksAt({ hooksAt }: Host): string {
  return hooksAt ?? refuse('this host was not told its public address: start it with --hooks-at URL');
}

/** As the git provider of the service signs, or whose address its repository has. */
function typeOf(context: WebhookContext, serviceId: string, url: string | null): GitProviderType {
  if (url === null) return refuse('its source is no git repository');
  const bound = gitProviderTypeFor(context, { serviceId, url });
  const known = gitProviderTypes.find((type) => url.startsWith(`${gitProviderWords[type].home}/`));
  if (bound ?? known) return (bound ?? known) as GitProviderType;
  const message = `must say who signs: ${gitProviderTypes.join(', ')}; the address ${url} does not tell`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'type', message }] });
}

/** CONFLICT on the webhook. */
export function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: 'webhook', reason });
}
