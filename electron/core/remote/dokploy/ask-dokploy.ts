import { AppError } from '#shared/model/errors.ts';
import { requestBounded } from '../network/bounded-request.ts';

/** A Dokploy instance and what opens it. */
export interface DokployAccount {
  /** Without `/api` at its end. */
  readonly url: string;
  readonly key: string;
  /** Whether it may be in this machine's own network. */
  readonly allowsPrivate: boolean;
}

/** Asks one query of the instance's API; `optional` ones answer null where the instance is too old to know them. */
export type AskDokploy = (
  procedure: string,
  input?: Readonly<Record<string, string>>,
  isOptional?: boolean,
) => Promise<unknown>;

const timeoutMs = 15_000;
const limitBytes = 8 * 1024 * 1024;
const mostAtOnce = 6;

/**
 * Makes the client of one instance. A question is GET `/api/<procedure>` with its input as the query and the key in
 * `x-api-key`, no redirect is followed. REMOTE_FAILED with what to do, in which neither key nor address stands.
 * Source: Dokploy's OpenAPI document (`settings.getOpenApiDocument`).
 */
export function dokployClient(account: DokployAccount, signal: AbortSignal): AskDokploy {
  const ask = asker(account, signal);
  const lanes: Promise<unknown>[] = Array.from({ length: mostAtOnce }, () => Promise.resolve());
  let next = 0;
  return (procedure, input, isOptional) => {
    const lane = next++ % mostAtOnce;
    const answered = (lanes[lane] ?? Promise.resolve()).then(() => {
      signal.throwIfAborted();
      return ask(procedure, input, isOptional);
    });
    lanes[lane] = answered.catch(() => undefined);
    return answered;
  };
}

function asker(account: DokployAccount, signal: AbortSignal): AskDokploy {
  return async (procedure, input = {}, isOptional = false) => {
    const asking = { account, procedure };
    const url = new URL(`${account.url}/api/${procedure}`);
    for (const [name, value] of Object.entries(input)) url.searchParams.set(name, value);
    const response = await requestBounded(url, {
      method: 'GET',
      headers: { accept: 'application/json', 'x-api-key': account.key, 'user-agent': 'Quayside' },
      signal,
      timeoutMs,
      limitBytes,
      allowsPrivate: account.allowsPrivate,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw unreachable(asking, error);
    });
    if (isOptional && response.status === 404) return null;
    if (!response.ok) throw refusalOf(asking, response);
    try {
      return await response.json();
    } catch (error) {
      throw failed(asking, 'It answered with something else than JSON.', 'Check its address.', error);
    }
  };
}

interface Asking {
  readonly account: DokployAccount;
  readonly procedure: string;
}

/** Errors of the network name addresses of it, which are no stranger's to know: only what it was is told. */
function unreachable(asking: Asking, error: unknown): AppError {
  if (error instanceof Error && error.message === 'the answer is too long') {
    const why = `Its answer is longer than ${limitBytes / 1024 / 1024} MiB.`;
    return failed(asking, why, 'Bring fewer projects in at once, or look at what it answers.', error);
  }
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const why = isLate ? `It did not answer within ${timeoutMs / 1_000} s.` : 'It could not be reached.';
  const cure = asking.account.allowsPrivate
    ? 'Check its address, that it is up, and that it does not send on to another address.'
    : 'Check its address. One that is not of the public internet needs the right to use this host’s network.';
  return failed(asking, why, cure, error);
}

function refusalOf(asking: Asking, { status }: Response): AppError {
  if (status === 401 || status === 403) {
    const cure =
      'Make one in Dokploy under Settings → Profile → API/CLI Keys, in the organization to bring in.';
    return failed(asking, 'It refuses the API key.', cure);
  }
  if (status === 404) {
    const cure = 'Check that the address is that of Dokploy itself.';
    return failed(asking, 'There is no such thing there, or the key may not see it.', cure);
  }
  const cure = status === 429 ? 'Give the key a higher rate limit, or try again later.' : 'Try again later.';
  return failed(asking, `It answered with status ${status}.`, cure);
}

function failed({ account, procedure }: Asking, stderr: string, cure: string, cause?: unknown): AppError {
  const server = new URL(account.url).host;
  return new AppError('REMOTE_FAILED', { server, action: `Asking ${procedure}`, stderr, cure }, { cause });
}
