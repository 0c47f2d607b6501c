import { describe, expect, it } from 'vitest';
import { longestFile, longestTemplate, mostFiles } from '../model/template-limits.ts';
import { readTemplate } from './read-template.ts';
import { writeTemplate } from './write-template.ts';

const header = { path: 'quayside.yaml', text: 'format: quayside-template\nversion: 1\n' };
const read = (text: string, path = 'projects/shop.yaml') => readTemplate([header, { path, text }]);
const whyNot = (text: string, path?: string) => read(text, path).problems.map(({ message }) => message);

describe('a template that is read', () => {
  it('is what was written, whatever its texts are', () => {
    const texts = [
      '',
      ' x ',
      'a\nb',
      '"',
      "'",
      '#',
      '*a',
      '&a',
      '!!js/function x',
      '- ',
      'yes',
      '0x1F',
      '1e3',
      '\u2028',
    ];
    const fields = { texts, __proto__x: 'null', description: '~', nested: { b: [[]], a: {} } };
    const things = [{ kind: 'project' as const, path: 'a "b" é', fields }];
    expect(readTemplate(writeTemplate(things))).toEqual({ things, problems: [] });
  });

  it('is told without its header, or with one of another format or time', () => {
    expect(readTemplate([{ path: 'projects/shop.yaml', text: 'kind: project' }]).problems).toMatchObject([
      { path: 'quayside.yaml', message: expect.stringContaining('is missing') },
    ]);
    const other = (text: string) => readTemplate([{ ...header, text }]).problems[0]?.message;
    expect(other('format: else\nversion: 1')).toContain('format must be');
    expect(other('format: quayside-template\nversion: 2')).toContain('use a newer one');
  });

  it.each([
    ['kind: project\npath: shop\nrun: rm -rf /', 'has “run”'],
    ['kind: deployment\npath: shop', 'kind must be'],
    ['kind: constructor\npath: shop', 'kind must be'],
    ['kind: project\npath: other', 'whose file is projects/other.yaml'],
    ['kind: project\npath: [shop]', 'path must be'],
    ['kind: project\npath: shop\nfields: [a]', 'fields must be a mapping'],
    ['- a', 'must be a mapping'],
    ['kind: project\nkind: team\npath: shop', 'line 2'],
    ['a: &a [1]\nb: *a', 'has an alias'],
    ['kind: "open', 'line 1'],
  ])('is told what is wrong with %j', (text, message) => {
    expect(whyNot(text).join()).toContain(message);
  });

  it.each([
    ['brackets', `a: ${'['.repeat(100_000)}`],
    ['mappings', `a: ${'{b: '.repeat(100_000)}`],
    ['dashes', `${'- '.repeat(100_000)}a`],
    [
      'lines',
      Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at)}a:`)
        .join('\n')
        .slice(0, longestFile),
    ],
    ['questions', `${'? '.repeat(100_000)}a`],
  ])('is refused before it is parsed where its %s nest without end', (_, text) => {
    expect(whyNot(text)).toMatchObject([expect.stringContaining('nests more than 64 deep')]);
  });

  it('is refused unparsed where it is too long, or too many files', () => {
    expect(whyNot('a'.repeat(longestFile + 1))[0]).toContain('longer than');
    const many = Array.from({ length: mostFiles + 1 }, (_, at) => ({ path: `${at}`, text: '' }));
    expect(readTemplate(many).problems[0]?.message).toContain(`${mostFiles} are the most`);
    const half = 'a'.repeat(longestTemplate / 3);
    const heavy = ['a', 'b', 'c', 'd'].map((path) => ({ path, text: half }));
    expect(readTemplate(heavy).problems[0]?.message).toContain(`${longestTemplate} are the most`);
  });
});
