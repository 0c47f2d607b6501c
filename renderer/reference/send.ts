import type { ApiRequest } from '#shared/model/curl.ts';

/** What came back, or what has come so far. */
export interface ApiAnswer {
  readonly status: number;
  /** Those that say something of the answer, as they came. */
  readonly headers: readonly string[];
  readonly text: string;
  readonly isComplete: boolean;
  /** What a problem says, where it is one. */
  readonly problem: string | undefined;
}

const told = [
  'content-type',
  'location',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

/** Characters of an answer that are kept; of a stream the end is. */
const mostShown = 200_000;

/**
 * Sends a request as whoever holds the key, or as nobody, and tells the answer as it grows. Rejects where the host can't be
 * reached; an abort ends a stream and is no failure.
 */
export async function send(
  { method, target, headers, body }: ApiRequest,
  { apiKey, signal, onAnswer }: { apiKey: string; signal: AbortSignal; onAnswer(answer: ApiAnswer): void },
): Promise<void> {
  const response = await fetch(target, {
    method,
    signal,
    credentials: 'omit',
    headers: {
      Accept: 'application/json, text/event-stream',
      ...headers,
      ...(apiKey === '' ? {} : { Authorization: `Bearer ${apiKey}` }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const { status } = response;
  const shown = told.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  let text = '';
  const tell = (isComplete: boolean): void =>
    onAnswer({
      status,
      headers: shown,
      text: inLines(text, isComplete),
      isComplete,
      problem: problemIn(status, text),
    });
  tell(false);
  try {
    for await (const chunk of chunksOf(response)) {
      text = (text + chunk).slice(-mostShown);
      tell(false);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  tell(true);
}

async function* chunksOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inLines(text: string, isComplete: boolean): string {
  const value = isComplete ? parse(text) : undefined;
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

function problemIn(status: number, text: string): string | undefined {
  if (status < 400) return undefined;
  const value = parse(text) as { detail?: unknown } | undefined;
  return typeof value?.detail === 'string' ? value.detail : undefined;
}
