import { describe, expect, it } from 'vitest';
import type { ProcedureMeta } from '#shared/contract/resource.ts';
import type { Caller } from './caller.ts';
import { requireKnown, requirePerson, requireSame } from './who-may-ask.ts';

const ann: Caller = {
  accountId: 'ann',
  subject: 'ann',
  via: { type: 'session', id: 'ses_1', label: 'Chromium' },
  name: 'Ann',
  transport: 'websocket',
  connectionId: 'c1',
};
const nobody: Caller = { ...ann, accountId: '', subject: '', via: null, name: '' };
const meta: ProcedureMeta = { effect: 'read', open: 'a test' };

function answerOf(check: () => void): string {
  try {
    check();
    return 'let in';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('whoever is not known', () => {
  it('is let in only where an operation is for anybody', () => {
    expect(answerOf(() => requireKnown(nobody, meta))).toBe('UNAUTHENTICATED');
    expect(answerOf(() => requireKnown(nobody, { ...meta, anonymous: true }))).toBe('let in');
    expect(answerOf(() => requireKnown(ann, meta))).toBe('let in');
  });
});

describe('a session that is locked', () => {
  const locked: Caller = { ...ann, restriction: 'locked' };

  it('is let in only by what is for anybody, or made despite this very restriction', () => {
    expect(answerOf(() => requireKnown(locked, meta))).toBe('UNAUTHENTICATED');
    expect(answerOf(() => requireKnown(locked, { ...meta, despite: ['must-change-password'] }))).toBe(
      'UNAUTHENTICATED',
    );
    expect(answerOf(() => requireKnown(locked, { ...meta, despite: ['locked'] }))).toBe('let in');
    expect(answerOf(() => requireKnown(locked, { ...meta, anonymous: true }))).toBe('let in');
  });
});

describe('what is for a person', () => {
  const key: Caller = { ...ann, subject: 'key_1', via: { type: 'key', id: 'key_1', label: 'script' } };

  it('refuses an API key and names the operation; a session and the operator are persons', () => {
    expect(() => requirePerson(key, { ...meta, personal: true }, 'session.lock')).toThrowError(
      expect.objectContaining({
        code: 'FORBIDDEN',
        data: expect.objectContaining({ permission: 'session.lock' }),
      }),
    );
    expect(answerOf(() => requirePerson(key, meta, 'session.lock'))).toBe('let in');
    expect(answerOf(() => requirePerson(ann, { ...meta, personal: true }, 'session.lock'))).toBe('let in');
    expect(answerOf(() => requirePerson({ ...ann, via: null }, { ...meta, personal: true }, 'x'))).toBe(
      'let in',
    );
  });
});

describe('what was begun', () => {
  it('goes on for the same person by the same session, and for nobody else', () => {
    const others: Caller[] = [
      { ...ann, accountId: 'bob', subject: 'bob' },
      { ...ann, via: { type: 'session', id: 'ses_2', label: 'Firefox' } },
      { ...ann, via: null },
      nobody,
      { ...ann, restriction: 'locked' },
    ];
    expect(answerOf(() => requireSame(ann, { ...ann, name: 'Anna' }, meta))).toBe('let in');
    for (const other of others) expect(answerOf(() => requireSame(ann, other, meta))).toBe('UNAUTHENTICATED');
  });
});
