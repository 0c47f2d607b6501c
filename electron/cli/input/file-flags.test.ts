import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitFileFlags } from './file-flags.ts';

const create = ['service', 'create'];

describe('splitFileFlags', () => {
  it('takes files off a command line in any place and form, in their order', () => {
    const { rest, files } = splitFileFlags([
      ...create,
      '--file=compose.yaml',
      '--name',
      'shop',
      '--file',
      'prod.yaml',
      '--env-file',
      '.env',
    ]);
    expect(rest).toEqual([...create, '--name', 'shop']);
    expect(files).toEqual({ composeFiles: ['compose.yaml', 'prod.yaml'], envFile: '.env' });
  });

  it('leaves alone what stands behind --, and every other command', () => {
    const behind = [...create, '--', '--file', 'x'];
    expect(splitFileFlags(behind)).toEqual({ rest: behind, files: undefined });
    const other = ['service', 'delete', '--file', 'x'];
    expect(splitFileFlags(other)).toEqual({ rest: other, files: undefined });
  });

  it('refuses a flag without a file, and two env files', () => {
    expect(() => splitFileFlags([...create, '--file'])).toThrow('--file needs the path of a file.');
    expect(() => splitFileFlags([...create, '--env-file='])).toThrow('--env-file needs');
    expect(() => splitFileFlags([...create, '--env-file', 'a', '--env-file', 'b'])).toThrow('is given once');
  });

  it('keeps every path as it was typed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1 }), (paths) => {
        const { files } = splitFileFlags([...create, ...paths.map((path) => `--file=${path}`)]);
        expect(files?.composeFiles).toEqual(paths);
      }),
    );
  });
});
