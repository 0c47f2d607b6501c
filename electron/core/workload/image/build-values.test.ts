import { describe, expect, it } from 'vitest';
import { problemWords } from '#shared/model/variables/resolve.ts';
import { buildProblems, buildValues } from './build-values.ts';

const variables = [
  { name: 'API_URL', value: 'https://api.example.com', isSecret: false },
  { name: 'NPM_TOKEN', value: 'hush', isSecret: true },
];
const dockerfile = (fields: object) => ({
  type: 'dockerfile' as const,
  arguments: [],
  secrets: [],
  ...fields,
});

describe('what a build gets', () => {
  it('is what was typed, and the values of the variables that it names', () => {
    const builder = dockerfile({
      arguments: [{ name: 'VERSION', value: '' }, { name: 'API_URL' }],
      secrets: ['NPM_TOKEN', 'API_URL'],
    });
    expect(buildProblems(builder, variables)).toEqual([]);
    expect(buildValues(builder, variables)).toEqual({
      buildArgs: { VERSION: '', API_URL: 'https://api.example.com' },
      secrets: { NPM_TOKEN: 'hush', API_URL: 'https://api.example.com' },
    });
  });

  it('is nothing where nothing is asked for', () => {
    expect(buildValues(undefined, variables)).toEqual({});
    expect(buildProblems(undefined, variables)).toEqual([]);
  });

  it('is refused by name where there is no such variable, and a secret never becomes an argument', () => {
    const builder = dockerfile({ arguments: [{ name: 'NPM_TOKEN' }, { name: 'GONE' }], secrets: ['LOST'] });
    const words = buildProblems(builder, variables).map(problemWords);
    expect(words).toEqual([
      expect.stringMatching(/variable NPM_TOKEN: it is a secret.*make it a build secret/),
      'The build cannot have the variable GONE: the service has none of this name.',
      'The build cannot have the variable LOST: the service has none of this name.',
    ]);
    expect(words.join()).not.toContain('hush');
  });
});
