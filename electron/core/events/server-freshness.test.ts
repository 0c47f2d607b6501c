import { beforeEach, describe, expect, it } from 'vitest';
import type { ServerConnection } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import { createOwnedClock, type OwnedClock } from '#test/support/owned-clock.ts';
import { freshForMs, patienceMs, ServerFreshness } from './server-freshness.ts';

const start = Date.parse('2026-03-01T10:00:00Z');
const at = (ms: number): string => new Date(start + ms).toISOString();
const connection = (
  state: ServerConnection['state'],
  reason?: ServerConnection['reason'],
): ServerConnection => ({
  state,
  since: at(0),
  ...(reason ? { reason, message: 'root@10.0.0.7: no' } : {}),
});

let clock: OwnedClock;
let told: string[];
let freshness: ServerFreshness;
const of = (state: ServerConnection['state'], seenAt: number | null = null) =>
  freshness.of('srv', connection(state), seenAt);

beforeEach(() => {
  clock = createOwnedClock();
  told = [];
  freshness = new ServerFreshness({
    clock,
    now: () => start + clock.elapsed(),
    tell: (serverId) => told.push(serverId),
  });
});

describe('a frozen server', () => {
  it('is fresh until a question has waited for a second, and old as of when it was asked', async () => {
    freshness.connection('srv', connection('up'));
    await clock.advance(5_000);
    const answer = Promise.withResolvers<string>();
    const asked = freshness.asked('srv', answer.promise);
    await clock.advance(patienceMs - 1);
    expect(of('up')).toEqual({ isFresh: true, asOf: null });
    expect(told).toEqual([]);
    await clock.advance(1);
    const silent = { isFresh: false, asOf: at(5_000), reason: expect.stringContaining('does not answer') };
    expect(of('up')).toEqual(silent);
    expect(told).toEqual(['srv']);
    await clock.advance(40_000);
    freshness.connection('srv', connection('down', 'closed'));
    expect(of('down')).toEqual({
      isFresh: false,
      asOf: at(5_000),
      reason: 'The server can’t be reached (the connection was cut).',
    });
    answer.reject(new AppError('UNREACHABLE', { server: 'srv', reason: 'closed' }));
    await expect(asked).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(freshness.isTroubled('srv')).toBe(true);
  });

  it('is fresh again with its answer, which is told', async () => {
    freshness.connection('srv', connection('up'));
    const answer = Promise.withResolvers<string>();
    const asked = freshness.asked('srv', answer.promise);
    await clock.advance(3_000);
    answer.resolve('here');
    expect(await asked).toBe('here');
    expect(of('up')).toEqual({ isFresh: true, asOf: null });
    expect(told).toEqual(['srv', 'srv']);
    expect(clock.waiting).toBe(0);
  });

  it('that fails what was asked has answered', async () => {
    freshness.connection('srv', connection('up'));
    const answer = Promise.withResolvers<string>();
    const asked = freshness.asked('srv', answer.promise);
    await clock.advance(patienceMs);
    answer.reject(new AppError('REMOTE_FAILED', { server: 'srv', action: 'Asking', stderr: 'no' }));
    await expect(asked).rejects.toMatchObject({ code: 'REMOTE_FAILED' });
    expect(freshness.isTroubled('srv')).toBe(false);
  });

  it('does not make another one old', async () => {
    void freshness.asked('other', Promise.withResolvers<never>().promise);
    await clock.advance(patienceMs);
    expect(told).toEqual(['other']);
    expect(freshness.isTroubled('srv')).toBe(false);
  });
});

describe('a server that went down', () => {
  it('stays old while a connection is tried, until one comes up', async () => {
    freshness.connection('srv', connection('up'));
    await clock.advance(1_000);
    freshness.connection('srv', connection('down', 'refused'));
    await clock.advance(1_000);
    for (const state of ['connecting', 'idle', 'connecting'] as const) {
      freshness.connection('srv', connection(state));
      const reason = 'The server can’t be reached (the connection is refused).';
      expect(of(state)).toEqual({ isFresh: false, asOf: at(1_000), reason });
    }
    freshness.connection('srv', connection('up'));
    expect(of('up')).toEqual({ isFresh: true, asOf: null });
  });

  it('is as old as the store remembers where it never answered since the app began', () => {
    freshness.connection('srv', connection('down', 'timeout'));
    expect(of('down')).toMatchObject({ isFresh: false, asOf: null });
    expect(of('down', start - 86_400_000)).toMatchObject({ isFresh: false, asOf: at(-86_400_000) });
  });

  it('is told once for each reason, not at each attempt', () => {
    for (const reason of ['refused', 'refused', 'timeout'] as const)
      freshness.connection('srv', connection('down', reason));
    expect(told).toEqual(['srv', 'srv']);
  });
});

describe('a server that nobody looks at', () => {
  it('was there when its connection was closed unused, and is no less so after', async () => {
    expect(freshness.wasThere('srv')).toBe(false);
    freshness.connection('srv', connection('up'));
    freshness.connection('srv', connection('idle'));
    expect(freshness.wasThere('srv')).toBe(true);
    await clock.advance(freshForMs);
    expect(of('idle')).toEqual({ isFresh: true, asOf: null });
    await clock.advance(1);
    expect(of('idle')).toEqual({
      isFresh: false,
      asOf: at(0),
      reason: expect.stringContaining('asked when'),
    });
    expect(freshness.wasThere('srv')).toBe(true);
  });

  it('is as old as what the store remembers', async () => {
    expect(of('idle')).toMatchObject({ isFresh: false, asOf: null });
    expect(of('idle', start - 1_000)).toEqual({ isFresh: true, asOf: null });
    expect(of('connecting', start - freshForMs - 1)).toMatchObject({
      isFresh: false,
      asOf: at(-freshForMs - 1),
    });
  });
});
