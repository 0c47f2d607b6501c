import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { backoffMs } from '../ssh/backoff.ts';
import type { DockerClient } from './client.ts';
import { dockerNonsense } from './failure.ts';
import { readJsonLines } from './json-lines.ts';
import { filtersOf, labelFilter, labelsSchema } from './schema.ts';

/**
 * What happened on a server. `open` comes first, and again after each reconnect: from then on nothing is
 * missed, so that a list read after it stays true. `cursor` (epoch seconds with nanoseconds) continues there.
 */
export type DockerEvent =
  | { readonly type: 'open'; readonly cursor: string | undefined }
  | {
      readonly type:
        | 'container'
        | 'image'
        | 'service'
        | 'network'
        | 'node'
        | 'volume'
        | 'secret'
        | 'daemon'
        | 'other';
      readonly cursor: string;
      readonly at: string;
      readonly action: string;
      readonly id: string;
      readonly attributes: Readonly<Record<string, string>>;
    };

export interface EventOptions {
  readonly since?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

const types = ['container', 'image', 'service', 'network', 'node', 'volume', 'secret', 'daemon'] as const;

const eventSchema = z.object({
  Type: z.enum(types).catch('other' as never),
  Action: z.string(),
  time: z.number(),
  Actor: z.object({ ID: z.string().default(''), Attributes: labelsSchema }),
});

const action = "Following Docker's events";

/** Nanoseconds as Docker's `since` wants them; JSON.parse would round the number, so it is read as text. */
const cursorOf = (text: string): string => {
  const nanos = [...text.matchAll(/"timeNano":(\d{10,20})/g)].at(-1)?.[1] ?? '0000000000';
  return `${nanos.slice(0, -9)}.${nanos.slice(-9)}`;
};

const toEvent = (server: string, value: unknown, text: string): DockerEvent => {
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success) throw dockerNonsense(server, action, parsed.error);
  const { Type: type, Action, time, Actor } = parsed.data;
  const at = new Date(time * 1000).toISOString();
  return { type, cursor: cursorOf(text), at, action: Action, id: Actor.ID, attributes: Actor.Attributes };
};

const isAfter = (cursor: string | undefined, since: string | undefined): boolean => {
  if (!cursor || !since) return true;
  const [a, b] = [cursor, since].map((c) => BigInt(c.replace('.', '')));
  return a !== undefined && b !== undefined && a > b;
};

/** Docker's events over one connection; ends with the daemon, rejects with UNREACHABLE when cut off. */
export async function* watchEvents(
  docker: DockerClient,
  options: EventOptions = {},
): AsyncGenerator<DockerEvent> {
  const { since, signal } = options;
  const response = await docker.stream({
    action,
    path: '/events',
    query: { since, filters: filtersOf({ type: options.types, label: labelFilter(options.labels) }) },
    signal,
  });
  yield { type: 'open', cursor: since };
  for await (const { value, text } of readJsonLines(response, { server: docker.server, action, signal })) {
    const event = toEvent(docker.server, value, text);
    if (isAfter(event.cursor, since)) yield event;
  }
}

const isFinal = (error: unknown): boolean =>
  !(error instanceof AppError) ||
  error.code === 'CANCELLED' ||
  (error.code === 'UNREACHABLE' && (error as AppError<'UNREACHABLE'>).data.reason === 'host-key');

/**
 * Docker's events for as long as the signal lets it: after a cut, a restart of the daemon or of the server it
 * asks `open` for a client again, with back-off, and goes on at its cursor. Only a host key that is not the
 * pinned one ends it with an error.
 */
export async function* followEvents(
  open: () => Promise<DockerClient>,
  options: EventOptions & { readonly signal: AbortSignal; readonly maxBackoffMs?: number },
): AsyncGenerator<DockerEvent> {
  const { signal, maxBackoffMs = 30_000 } = options;
  let cursor = options.since;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const event of watchEvents(await open(), { ...options, since: cursor })) {
        failures = 0;
        cursor = event.cursor ?? cursor;
        yield event;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) throw error;
    }
    failures++;
    await wait(backoffMs(failures, maxBackoffMs), undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
