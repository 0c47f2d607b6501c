import { describe, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { withFiles } from './compose-files.ts';
import type { HostClient } from './host/client.ts';

const texts: Record<string, string> = {
  'shop/compose.yaml': 'services: # mine\n',
  'shop/prod.yaml': 'prod\n',
  '.env': 'A=1\n\n',
  '-': 'piped',
};
const saved: ComposeSpec = {
  type: 'compose',
  files: [
    { path: 'compose.yaml', text: 'old' },
    { path: 'compose.override.yaml', text: 'old' },
    { path: '.env', text: 'B=2' },
    { path: 'nginx.conf', text: 'kept' },
  ],
  composeFiles: ['compose.yaml', 'compose.override.yaml'],
  profiles: ['tools'],
  soakSeconds: 9,
  drainSeconds: 60,
};
const asked = (service: object = { type: 'compose', version: 4, spec: saved }) => ({
  client: { call: async () => service, stream: () => Promise.reject() } as unknown as HostClient,
  options: { signal: new AbortController().signal },
  io: { read: (path: string) => texts[path] ?? '' },
});

describe('the files of a command line', () => {
  it('make the configuration of a new service, byte for byte', async () => {
    const flags = { composeFiles: ['shop/compose.yaml', 'shop/prod.yaml'], envFile: '.env' };
    expect(await withFiles({ name: 'shop', spec: { soakSeconds: '3' } }, flags, asked())).toEqual({
      name: 'shop',
      spec: {
        type: 'compose',
        soakSeconds: '3',
        composeFiles: ['compose.yaml', 'prod.yaml'],
        files: [
          { path: 'compose.yaml', text: 'services: # mine\n' },
          { path: 'prod.yaml', text: 'prod\n' },
          { path: '.env', text: 'A=1\n\n' },
        ],
      },
    });
  });

  it('take the place of those of a service, whose other files, profiles and times stay', async () => {
    const input = await withFiles(
      { serviceId: 'a/b/c/d' },
      { composeFiles: ['-'], envFile: undefined },
      asked(),
    );
    expect(input).toEqual({
      serviceId: 'a/b/c/d',
      version: 4,
      spec: {
        ...saved,
        composeFiles: ['compose.yaml'],
        files: [{ path: 'compose.yaml', text: 'piped' }, saved.files[2], saved.files[3]],
      },
    });
  });

  it('may be its .env alone', async () => {
    const input = await withFiles({ serviceId: 's' }, { composeFiles: [], envFile: '.env' }, asked());
    expect(input.spec).toMatchObject({
      composeFiles: saved.composeFiles,
      files: [{ path: '.env', text: 'A=1\n\n' }, saved.files[0], saved.files[1], saved.files[3]],
    });
  });

  it('are refused for another service, by one name twice, and without a compose file', async () => {
    const one = { composeFiles: ['compose.yaml'], envFile: undefined };
    const application = asked({ type: 'application', version: 1, spec: null });
    await expect(withFiles({ serviceId: 's' }, one, application)).rejects.toThrow('for compose services');
    const twice = { composeFiles: ['a/compose.yaml', 'b/compose.yaml'], envFile: undefined };
    await expect(withFiles({}, twice, asked())).rejects.toThrow('Two files are called compose.yaml');
    const none = { composeFiles: [], envFile: '.env' };
    await expect(withFiles({}, none, asked())).rejects.toThrow('--env-file goes with --file.');
  });
});
