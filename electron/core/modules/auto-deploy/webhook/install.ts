import type { Webhook } from '#shared/contract/auto-deploy.ts';
import { repositoryPathOf } from '#shared/model/git-provider.ts';
import { sql } from '../../../store/database.ts';
import {
  clientFor,
  dropMarks,
  gitProviderRow,
  makeNoted,
  noteMark,
  type ProviderMark,
} from '../../git-provider/index.ts';
import {
  insertWebhook,
  refuse,
  requireHooksAt,
  requireReachable,
  shown,
  type WebhookContext,
} from './make.ts';
import { requireWebhook, secretPlace, webhookOf } from './rows.ts';
import { newSecret } from './webhooks.ts';

interface Place {
  readonly serviceId: string;
  readonly gitProviderId: string;
}

/**
 * Makes the webhook of a service at its repository by the token of a git provider, and here first where there is none; its
 * secret is shown to nobody. One of its address that is there already gives way. Where the provider refuses, nothing new
 * stays here, and what may have come there is taken away later; one that it does not even let us look for is left as it is.
 */
export async function installWebhook(context: WebhookContext, place: Place): Promise<Webhook> {
  const { sourceUrl } = await import('../source.ts');
  const target = () => targetOf(context, place, sourceUrl(context.store, place.serviceId));
  target();
  await context.leftovers.inTurn(place.gitProviderId, () => installAt(context, place, target));
  return shown(context, place.serviceId);
}

async function installAt(
  context: WebhookContext,
  { serviceId, gitProviderId }: Place,
  target: () => ReturnType<typeof targetOf>,
): Promise<void> {
  const { store } = context;
  const client = await clientFor(context, gitProviderId, context.signal);
  context.judgeAgain();
  const { repository, hooksAt } = target();
  await client.removeWebhook(
    repository,
    `${hooksAt}/hooks/${webhookOf(store.database, serviceId)?.id ?? ''}`,
  );
  const { mark, webhook, isNew } = context.write((tx) => {
    // the source, or the webhook, may be another one since
    const { type, name, ...at } = target();
    const isNew = webhookOf(tx.database, serviceId) === undefined;
    if (isNew) insertWebhook(tx, { serviceId, type, secret: newSecret() });
    const webhook = requireWebhook(tx.database, serviceId);
    const known = `${at.hooksAt}/hooks/${webhook.id}`;
    const mark: ProviderMark = {
      serviceId,
      gitProviderId,
      repository: at.repository,
      kind: 'webhook',
      known,
    };
    noteMark(tx.database, mark);
    dropMarks(tx.database, mark, mark);
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.audit({ changes: [{ field: 'webhook', after: `${name}: ${at.repository}` }] });
    return { mark, webhook, isNew };
  });
  const secret = store.sealer.open(webhook.secret, secretPlace(webhook.id));
  await makeNoted(store, mark, async () => {
    try {
      await client.addWebhook(mark.repository, { url: mark.known, secret });
    } catch (error) {
      // one whose secret nobody was told is of no use by itself
      if (isNew) store.write((tx) => tx.database.run(sql.deleteFrom('webhook').where('id', '=', webhook.id)));
      throw error;
    }
  });
}

function targetOf({ store, host }: WebhookContext, { serviceId, gitProviderId }: Place, url: string | null) {
  requireReachable(host);
  const hooksAt = requireHooksAt(host);
  const { type, base_url: baseUrl, name } = gitProviderRow(store, gitProviderId);
  const repository = url === null ? null : repositoryPathOf(baseUrl, url);
  if (repository === null) return refuse(`its source is no https address at ${baseUrl}`);
  const before = webhookOf(store.database, serviceId);
  if (before && before.type !== type) {
    return refuse('the service has one that is signed in another way; delete that first');
  }
  return { type, name: name ?? '', repository, hooksAt };
}
