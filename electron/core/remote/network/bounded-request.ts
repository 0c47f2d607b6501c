import { requestPublic } from './public-request.ts';

interface BoundedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | null | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly limitBytes: number;
  /** Whether it may leave for this machine's own network, too; the public internet alone otherwise. */
  readonly allowsPrivate: boolean;
}

/** Asks an address by HTTP: no redirects, so long and so many bytes at most. Rejects whatever goes wrong. */
export async function requestBounded(
  url: URL,
  { timeoutMs, limitBytes, allowsPrivate, ...request }: BoundedRequest,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const { method, headers, body = null } = request;
  if (!allowsPrivate) return requestPublic(url, { method, headers, body, signal, limitBytes });
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'error',
    signal,
    ...(body === null ? {} : { body: Buffer.from(body) }),
  });
  const bytes = await readLimited(response, limitBytes);
  const hasBody = ![101, 204, 205, 304].includes(response.status);
  return new Response(hasBody ? bytes : null, { status: response.status, headers: response.headers });
}

async function readLimited(response: Response, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > limitBytes) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
