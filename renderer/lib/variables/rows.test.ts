import { describe, expect, it } from 'vitest';
import { fromEnvText, mask, rowProblems, rowsOf, toEnvText, toVariables } from './rows.ts';

const stored = rowsOf([
  { name: 'PORT', value: '80', isSecret: false },
  { name: 'DB_PASSWORD', isSecret: true },
]);
const row = (name: string, value: string | undefined = '') => ({ key: name, name, value, isSecret: false });

describe('variables being edited', () => {
  it('keep a stored secret that nobody touched, as rows and as text', () => {
    const text = toEnvText(stored);
    expect(text).toBe(`PORT=80\nDB_PASSWORD='${mask}'\n`);
    const { rows } = fromEnvText(text, stored);
    expect(toVariables(rows)).toEqual([
      { name: 'PORT', value: '80', isSecret: false },
      { name: 'DB_PASSWORD', isSecret: true },
    ]);
  });

  it('take a new value of a secret', () => {
    expect(fromEnvText('DB_PASSWORD=new', stored).rows).toEqual([
      { key: 'DB_PASSWORD', name: 'DB_PASSWORD', value: 'new', isSecret: true },
    ]);
  });

  it('make secrets of new names that say so', () => {
    const { rows } = fromEnvText('API_TOKEN=x\nTOKENIZER=y\nSTRIPE_SECRET_KEY=z', []);
    expect(rows.map(({ isSecret }) => isSecret)).toEqual([true, false, true]);
  });

  it('say which name is wrong, and which is there twice', () => {
    expect(rowProblems([row('OK'), row('1X'), row('ok'), row('', 'v'), row('')])).toEqual([
      { key: '1X', message: expect.stringContaining('must begin') },
      { key: 'ok', message: 'is there already as OK' },
      { key: '', message: 'must not be empty' },
    ]);
  });

  it('drop rows that were only begun', () => {
    expect(toVariables([row(''), row('A', 'x')])).toEqual([{ name: 'A', value: 'x', isSecret: false }]);
  });
});
