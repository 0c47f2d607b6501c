import { createHmac, randomUUID } from 'node:crypto';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../../host.ts';
import type { OperationContext } from '../../../rpc/index.ts';
import { pingHeaders } from './dialects.ts';
import { requireHooksAt } from './make.ts';
import { requireWebhook, secretPlace } from './rows.ts';

const timeoutMs = 10_000;
const limitBytes = 64 * 1024;

/**
 * Sends the webhook of a service a ping of its own by the public address, so that what stands between is tried as well.
 * REMOTE_FAILED with what to look at where it does not come through. The address is the operator's word, and may lie anywhere.
 */
export async function sendTest(
  context: OperationContext & { readonly host: Host },
  serviceId: string,
): Promise<{ url: string; tookMs: number }> {
  const { store, host, signal } = context;
  const { id, type, secret: sealed } = requireWebhook(store.database, serviceId);
  const hooksAt = requireHooksAt(host);
  const url = `${hooksAt}/hooks/${id}`;
  const secret = store.sealer.open(sealed, secretPlace(id));
  const delivery = randomUUID();
  const body = Buffer.from(JSON.stringify({ test: delivery }));
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    ...pingHeaders(type, { secret, digest, delivery }),
    'content-type': 'application/json',
    'user-agent': 'Quayside',
  };
  const { requestBounded } = await import('../../../remote/network/bounded-request.ts');
  context.judgeAgain();
  const startedAt = performance.now();
  const request = { method: 'POST', headers, body, signal, timeoutMs, limitBytes, allowsPrivate: true };
  const response = await requestBounded(new URL(url), request).catch((error: unknown) => {
    signal.throwIfAborted();
    throw failed(hooksAt, 'It could not be reached.', error);
  });
  if (response.status === 202) return { url, tookMs: Math.round(performance.now() - startedAt) };
  throw failed(hooksAt, `It answered with status ${response.status}, and this host answers 202.`);
}

function failed(hooksAt: string, stderr: string, cause?: unknown): AppError {
  const server = new URL(hooksAt).host;
  const cure = 'Have what stands there pass POST /hooks/… on to this host, headers and body as they are.';
  return new AppError('REMOTE_FAILED', { server, action: 'Trying the webhook', stderr, cure }, { cause });
}
