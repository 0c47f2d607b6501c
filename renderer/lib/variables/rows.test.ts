// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { describe, expect, it } from 'vitest';
import { rowChanges } from './row-changes.ts';
import { fromEnvText, mask, rowProblems, rowsOf, toEnvText, toVariables } from './rows.ts';
import { changeWords } from './save-dialog.tsx';

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

  it('make no secret of what refers to one, and holds none itself', () => {
    const { rows } = fromEnvText('DB_PASSWORD=${{service.db.password}}\nAPI_TOKEN=x${{A}}', []);
    expect(rows.map(({ value, isSecret }) => [value, isSecret])).toEqual([
      ['${{service.db.password}}', false],
      ['x${{A}}', true],
    ]);
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

  it('keep order and comments from text to text, and a value with a scope out of it', () => {
    const scoped = { ...row('PORT', '81'), key: 'PORT there', scope: { environment: ['env_1'] } };
    const text = '# the port\nPORT=80 # usual\n\nGREETING=hi\n# end\n';
    const { rows, below } = fromEnvText(text, [...stored, scoped]);
    expect(rows.at(-1)).toBe(scoped);
    expect(toEnvText(rows, below)).toBe(text);
    expect(toVariables(rows)).toEqual([
      { name: 'PORT', value: '80', isSecret: false, above: '# the port\n', beside: '# usual' },
      { name: 'GREETING', value: 'hi', isSecret: false, above: '\n' },
      { name: 'PORT', value: '81', isSecret: false, scope: { environment: ['env_1'] } },
    ]);
  });

  it('may have one name twice in different scopes, spelled alike', () => {
    const there = { ...row('A'), key: 'there', scope: { server: ['srv_1'] } };
    expect(rowProblems([row('A'), there])).toEqual([]);
    expect(rowProblems([row('A'), { ...there, name: 'a' }])).toMatchObject([{ key: 'there' }]);
    expect(rowProblems([there, { ...there, key: 'again' }])).toMatchObject([{ key: 'again' }]);
  });

  it('say what differs, by name and place, and never a secret', () => {
    const before = [row('A', '1'), { ...row('KEY'), value: undefined, isSecret: true }];
    const after = [
      { ...row('A', '1'), scope: { server: ['srv_1'] } },
      { ...row('KEY', 'needle'), isSecret: true },
    ];
    const changes = rowChanges(before, after, (scope) => scope?.server?.join() ?? '');
    expect(changes).toEqual([
      { field: 'A', from: '1', to: null },
      { field: 'KEY', from: mask, to: mask },
      { field: 'A (srv_1)', from: null, to: '1' },
    ]);
  });

  it('names a value that ties with an earlier one, at its own row', () => {
    const on = (key: string, ...server: string[]) => ({ ...row('PORT', '1'), key, scope: { server } });
    expect(rowProblems([row('PORT', '1'), on('a', 'srv_1'), on('b', 'srv_2', 'srv_1')])).toEqual([
      { key: 'b', message: expect.stringContaining('number 2 (PORT)') },
    ]);
    expect(rowProblems([on('a', 'srv_1'), on('b', 'srv_2')])).toEqual([]);
  });

  it('are counted by what happens to them before they are saved', () => {
    const change = (from: string | null, to: string | null) => ({ field: 'A', from, to });
    expect(changeWords([change(null, '1'), change(null, '2'), change('1', null), change('1', '2')])).toBe(
      '2 added, 1 changed, 1 removed.',
    );
    expect(changeWords([])).toBe('Only order or comments differ.');
  });
});
