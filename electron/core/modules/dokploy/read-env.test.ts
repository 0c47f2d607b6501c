// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '#shared/model/variables/references.ts';
import { soonMs } from '#test/support/soon.ts';
import { readEnv } from './read-env.ts';

const valuesOf = (text: string) => readEnv(text).variables.map(({ name, value }) => [name, value]);

describe('the env text of a Dokploy service', () => {
  it('is read by the rules of dotenv', () => {
    const text = [
      'PLAIN=a b # said',
      'export EXPORTED=1',
      "SINGLE='as $IT is\\n'",
      'DOUBLE="two\\nlines"',
      'KEY="-----BEGIN',
      'abc',
      '-----END"',
      'BACK=`it\'s "so"`',
      'OPEN="no end',
      'EMPTY=',
      'COLON: yes',
    ].join('\r\n');
    expect(valuesOf(text)).toEqual([
      ['PLAIN', 'a b'],
      ['EXPORTED', '1'],
      ['SINGLE', 'as $IT is\\n'],
      ['DOUBLE', 'two\nlines'],
      ['KEY', '-----BEGIN\nabc\n-----END'],
      ['BACK', `it's "so"`],
      ['OPEN', '"no end'],
      ['EMPTY', ''],
      ['COLON', 'yes'],
    ]);
  });

  it('keeps the references that both know, and makes text of what is one nowhere', () => {
    const kept = ['${{project.A}}', '${{environment.B}}', '${{C}}', 'x${{project.A}}y${{C}}'];
    for (const value of kept) expect(valuesOf(`V=${value}`)).toEqual([['V', value]]);
    for (const value of ['${{vault.a}}', '${{ project.A }}', '${{open', '$${{project.A}}', '$$${{x y}}']) {
      const { variables, notes } = readEnv(`V='${value}'`);
      expect(parseTemplate(variables[0]?.value ?? '').join(''), value).toBe(value);
      expect(notes).toMatchObject([{ field: 'env', text: expect.stringContaining('V holds a reference') }]);
    }
  });

  it('names what is left out, and never its value', () => {
    const { variables, notes } = readEnv('a.b=hush1\nA=1\na=hush2\nnonsense hush3\nB=hush4\0\n');
    expect(variables.map(({ name }) => name)).toEqual(['A']);
    expect(notes).toHaveLength(4);
    expect(JSON.stringify(notes)).not.toContain('hush');
  });

  it('takes no longer for a text of blank lines and quotes than for any other', () => {
    const startedAt = performance.now();
    readEnv(`${'\n'.repeat(100_000)}A="${'x"\n"'.repeat(20_000)}`);
    readEnv(`A=${'$'.repeat(400_000)}\nB=${'${{'.repeat(100_000)}`);
    readEnv(Array.from({ length: 100_000 }, (_, at) => `V${at}=1`).join('\n'));
    expect(performance.now() - startedAt).toBeLessThan(soonMs);
  });

  it('makes secrets of what is called one, and of addresses with a password', () => {
    const { variables } = readEnv('API_KEY=1\nURL=https://a:b@c\nPLAIN=https://c/a:b\n');
    expect(variables.map(({ isSecret }) => isSecret)).toEqual([true, true, false]);
  });
});
