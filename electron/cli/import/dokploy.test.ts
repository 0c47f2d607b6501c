import { describe, expect, it } from 'vitest';
import type { DokployImport } from '#shared/contract/dokploy.ts';
import { runAgainstJson } from '#test/support/run-cli.ts';
import { exitCodes } from '../exit-codes.ts';

const service = {
  id: 's1',
  name: 'web',
  nodeId: null,
  type: 'application' as const,
  runs: 'nginx:1',
  variables: 0,
  secrets: 0,
};
const place = { id: 'p1', nodeId: null, notes: [] };
const answerOf = (fate: 'new' | 'impossible'): DokployImport => ({
  isDone: false,
  projects: [
    {
      ...place,
      name: 'shop',
      fate: 'new',
      environments: [
        {
          ...place,
          name: 'production',
          fate: 'new',
          services: [
            {
              ...service,
              domains: [],
              fate,
              notes: [{ field: 'redirects', text: 'are not brought along' }],
              problems: fate === 'impossible' ? ['its image is none'] : [],
            },
          ],
        },
      ],
    },
  ],
});

const run = (answer: DokployImport, words: readonly string[], typed = 'the-key\n') =>
  runAgainstJson(['import', 'dokploy', ...words], () => answer, { read: () => typed });

describe('quayside import dokploy', () => {
  it('sends the key from standard input, and tells what would be made with what has no place here', async () => {
    const words = ['https://d.example.com', '--into', 'acme', '--only', 'shop', '--only=blog', '--dry-run'];
    const { out, err, code, asked } = await run(answerOf('new'), words);
    expect(code).toBe(exitCodes.ok);
    expect(asked[0]?.body).toEqual({
      baseUrl: 'https://d.example.com',
      accessToken: 'the-key',
      only: ['shop', 'blog'],
      preview: true,
    });
    expect(asked[0]?.url).toMatch(/\/acme\/projects\/import\/dokploy$/);
    expect(out).toBe(
      '+ shop\n  + production\n    + web (application: nginx:1)\n        redirects: are not brought along\n',
    );
    expect(err).toBe('Nothing was made: --dry-run.\n');
  });

  it('answers as for a conflict where something could not be made, and says what', async () => {
    const words = ['https://d.example.com', '--into', 'acme', '--dry-run'];
    const { out, code } = await run(answerOf('impossible'), words);
    expect(code).toBe(exitCodes.conflict);
    expect(out).toContain('! web (application: nginx:1)\n');
    expect(out).toContain('cannot be made: its image is none');
  });

  it('asks nobody without a key or without a place', async () => {
    const words = ['https://d.example.com', '--into', 'acme'];
    expect(await run(answerOf('new'), words, '\n')).toMatchObject({ code: exitCodes.usage, asked: [] });
    expect(await run(answerOf('new'), ['https://d.example.com'])).toMatchObject({
      code: exitCodes.usage,
      asked: [],
    });
  });
});
