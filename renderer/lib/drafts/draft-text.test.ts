import { describe, expect, it } from 'vitest';
import { draftText } from './draft-text.ts';

describe('a draft as text', () => {
  it('of a form is what was changed, and not what that stood at', () => {
    const edit = {
      values: { name: 'shop', limits: { cpu: 2, note: '' } },
      base: { name: 'web', limits: { cpu: 1, note: '' } },
      rest: { roles: ['Owner'] },
    };
    expect(draftText(edit)).toBe('name: shop\nlimits.cpu: 2\nroles.0: Owner');
  });

  it('of variables is an env file, stored secrets by their mask', () => {
    const rows = [{ name: 'PORT', value: '80' }, { name: 'TOKEN', isSecret: true }, { name: '' }];
    expect(draftText({ version: 3, rows })).toBe('PORT=80\nTOKEN=•••');
  });

  it('of a text is the text itself, broken as it may be', () => {
    expect(draftText({ version: 3, rows: [], text: 'A=1\nno line' })).toBe('A=1\nno line');
  });

  it('of anything else is its fields', () => {
    expect(draftText({ form: { image: 'nginx:1', ports: [] } })).toBe('form.image: nginx:1');
    expect(draftText('typed')).toBe('typed');
    expect(draftText(undefined)).toBe('');
  });
});
