import { expect, it } from 'vitest';
import { Builder, type StaticBuilder } from '#shared/contract/builder.ts';
import { siteDockerfile } from './site-dockerfile.ts';

const linesOf = (fields: object): string[] =>
  siteDockerfile(Builder.parse({ type: 'static', ...fields }) as StaticBuilder).split('\n');

it('has one line an instruction, whatever a page is called', () => {
  const usual = linesOf({});
  const odd = linesOf({ notFoundPage: `it's "gone"; $(id) \`id\` # FROM x.html` });
  expect(odd.map((line) => line.split(' ')[0])).toEqual(usual.map((line) => line.split(' ')[0]));
  expect(odd.filter((line) => line.startsWith('FROM'))).toEqual(['FROM caddy:2.10-alpine']);
});

it('hands the configuration to a constant script as an argument', () => {
  const page = `it's "gone"; $(id).html`;
  const run = linesOf({ notFoundPage: page }).find((line) => line.startsWith('RUN ')) ?? '';
  const [shell, flag, script, , config] = JSON.parse(run.slice(4)) as string[];
  expect([shell, flag]).toEqual(['/bin/sh', '-c']);
  expect(script).not.toContain('gone');
  expect(JSON.stringify(JSON.parse(config ?? ''))).toContain(JSON.stringify(`/${page}`));
});

it('keeps nothing for long unless that was asked for, and never a page', () => {
  const text = (fields: object) => linesOf(fields).join('\n');
  expect(text({})).not.toContain('max-age');
  expect(text({ cacheSeconds: 60 })).toContain('public, max-age=60');
});
