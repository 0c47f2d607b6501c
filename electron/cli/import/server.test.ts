import { describe, expect, it } from 'vitest';
import type { Adoption, FoundWorkload } from '#shared/contract/found.ts';
import { runAgainstJson } from '#test/support/run-cli.ts';
import { exitCodes } from '../exit-codes.ts';

const workload = (name: string, reason: string | null): FoundWorkload => ({
  ...{ kind: 'compose', name, madeBy: 'compose', folder: `/srv/${name}`, files: ['compose.yaml'], parts: [] },
  reason,
});
const project: Adoption['projects'][number] = {
  ...{
    project: 'shop',
    name: 'shop',
    serviceId: null,
    parts: ['web'],
    restarted: [],
    files: ['compose.yaml'],
  },
  ...{
    problems: [],
    warnings: [],
    findings: [],
    notes: ['Do not run; the next deployment starts them: job.'],
  },
};
const problem = { file: '', line: 1, path: '', message: 'is not on the server any more' };

function run(words: readonly string[], problems: Adoption['projects'][number]['problems'] = []) {
  const found = [workload('shop', null), workload('odd', 'Its files are elsewhere.')];
  const adoption = { isDone: false, projects: [{ ...project, problems }] };
  return runAgainstJson(['import', 'server', ...words], ({ method }) =>
    method === 'GET' ? found : adoption,
  );
}

const into = ['--into', 'acme/shop/production', '--dry-run'];

describe('quayside import server', () => {
  it('asks for all that can be adopted, and tells why the rest cannot', async () => {
    const { out, err, code, asked } = await run(['acme/srv1', ...into]);
    expect(code).toBe(exitCodes.ok);
    expect(asked).toEqual([
      {
        url: expect.stringMatching(/\/services\/adopt$/),
        body: { serverId: 'acme/srv1', projects: [{ project: 'shop' }], preview: true },
      },
    ]);
    expect(out).toBe('shop: web (compose.yaml)\n  Do not run; the next deployment starts them: job.\n');
    expect(err).toBe('odd: not adopted. Its files are elsewhere.\nNothing was made: --dry-run.\n');
  });

  it('asks for those alone that are named, and answers as for a conflict where one cannot be adopted', async () => {
    const { out, code, asked } = await run(['acme/srv1', 'shop', 'blog', ...into], [problem]);
    expect(code).toBe(exitCodes.conflict);
    expect(asked[0]?.body).toMatchObject({ projects: [{ project: 'shop' }, { project: 'blog' }] });
    expect(out).toContain('cannot be made: is not on the server any more\n');
  });

  it('asks nobody without a server or an environment', async () => {
    for (const words of [into, ['acme/srv1'], ['acme/srv1', '--into', 'acme/shop']])
      expect(await run(words)).toMatchObject({ code: exitCodes.usage, asked: [] });
  });
});
