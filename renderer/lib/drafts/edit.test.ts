import { describe, expect, it } from 'vitest';
import { editOf, isEmptyEdit, isFromAnother, withoutSecrets } from './edit.ts';

const stored = { name: 'web', auth: { type: 'key', privateKey: '', password: '' } };

describe('an edit of a form', () => {
  it('holds the changed fields only, and what they stood at', () => {
    const edit = editOf({ ...stored, name: 'shop' }, stored, undefined);
    expect(edit).toEqual({ values: { name: 'shop' }, base: { name: 'web' } });
    expect(isEmptyEdit(editOf(stored, stored, { value: [1], first: [1] }))).toBe(true);
    expect(isEmptyEdit(editOf(stored, stored, { value: [1], first: [] }))).toBe(false);
  });

  it('tells that somebody changed one of its own fields meanwhile, and not that they changed another', () => {
    const edit = editOf({ ...stored, name: 'shop' }, stored, undefined);
    expect(isFromAnother(edit, { ...stored, name: 'door' })).toBe(true);
    expect(isFromAnother(edit, { ...stored, auth: { ...stored.auth, type: 'agent' } })).toBe(false);
  });

  it('leaves secrets out of what is kept, however deep, and keeps nothing where there is nothing else', () => {
    const secrets = ['auth.privateKey', 'auth.password'];
    const typed = { ...stored, auth: { ...stored.auth, type: 'agent', password: 'hush' } };
    const edit = editOf(typed, stored, undefined);
    expect(withoutSecrets(edit, secrets)).toEqual({
      values: { auth: { type: 'agent', privateKey: '', password: '' } },
      base: { auth: stored.auth },
    });
    expect(edit.values).toEqual({ auth: typed.auth });
    const only = editOf({ ...stored, auth: { ...stored.auth, privateKey: 'hush' } }, stored, undefined);
    expect(withoutSecrets(only, secrets)).toBeUndefined();
  });
});
