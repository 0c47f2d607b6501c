import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import { isRefusal, signInToRegistry } from './registry-login.ts';

const login = { username: 'robot', password: 'very-secret-text', server: 'ghcr.io' };

const answering = (stderr: string): DockerClient =>
  ({
    server: 'lab',
    send: async ({ action }: { action: string }) => {
      throw new AppError('REMOTE_FAILED', { server: 'lab', action, stderr });
    },
  }) as unknown as DockerClient;

const signIn = (stderr: string): Promise<unknown> =>
  signInToRegistry(answering(stderr), { address: 'ghcr.io', login }).catch((error: unknown) => error);

describe('a sign-in to a registry', () => {
  it('tells the words of a registry without the password that it sent back', async () => {
    const error = await signIn('unauthorized: robot:very-secret-text is wrong, very-secret-text');
    expect(error).toMatchObject({ data: { stderr: 'unauthorized: robot:••• is wrong, •••' } });
    expect(JSON.stringify(error)).not.toContain('very-secret');
  });

  it('has another cure where the registry refuses than where it cannot be reached', async () => {
    expect(await signIn('unauthorized: authentication required')).toMatchObject({
      data: { action: 'Signing in to ghcr.io', cure: expect.stringContaining('password') },
    });
    expect(await signIn('Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host')).toMatchObject({
      data: { cure: expect.stringContaining('whether lab reaches ghcr.io') },
    });
  });
});

it.each([
  'unauthorized: incorrect username or password',
  'Head "https://10.0.0.1:5000/v2/a/manifests/1": no basic auth credentials',
  'pull access denied for acme/web, repository does not exist or may require ‘docker login’',
  'denied: requested access to the resource is denied',
  'error from registry: denied',
  'unexpected status from HEAD request to https://ghcr.io/v2/a/manifests/1: 403 Forbidden',
  'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
])('is a refusal: %s', (words) => expect(isRefusal(words)).toBe(true));

it.each([
  'manifest unknown: manifest unknown',
  'manifest for ghcr.io/acme/web:1.403 not found',
  'permission denied while trying to connect to the Docker daemon socket',
  'dial tcp 10.0.0.1:5403: connect: connection refused',
  'toomanyrequests: You have reached your pull rate limit',
  'x509: certificate signed by unknown authority',
])('is none: %s', (words) => expect(isRefusal(words)).toBe(false));
