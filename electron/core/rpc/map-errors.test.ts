import { ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { mapError } from './map-errors.ts';

const logged: string[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (message: string) => logged.push(message),
};

describe('an error on its way out', () => {
  it('is mapped once: mapped again, as the failure of a stream is, it stays what it is', () => {
    const gone = new AppError('UNREACHABLE', { server: 'lab', reason: 'refused' });
    const once = mapError(gone, log);
    expect(once).toMatchObject({ code: 'UNREACHABLE', status: 502, data: { server: 'lab' } });
    expect(mapError(once, log)).toBe(once);
    expect(logged).toEqual([]);
  });

  it('is no mistake of ours where whoever asked has gone', () => {
    const gone = AbortSignal.abort(new DOMException('Client aborted the request', 'AbortError'));
    expect(mapError(gone.reason, log)).toMatchObject({ code: 'CANCELLED' });
    expect(logged).toEqual([]);
  });

  it('is masked where it is a mistake of our own, and logged once', () => {
    const masked = mapError(new ORPCError('INTERNAL_SERVER_ERROR', { cause: new Error('output') }), log);
    expect(masked).toMatchObject({ code: 'INTERNAL', status: 500 });
    expect(masked.message).not.toContain('output');
    expect(mapError(masked, log)).toBe(masked);
    expect(logged).toEqual(['unexpected failure']);
  });
});
