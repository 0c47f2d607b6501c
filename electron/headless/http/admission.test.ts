import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { createAdmission } from './admission.ts';
import { tokenCheck } from './token.ts';

it('an API key comes in over HTTP, and opens no socket, whose calls nobody would count', async () => {
  const { core, client, organizationId } = await createOwnedCore();
  const { secret } = await client.apiKey.create({ organizationId, name: 'script', expiresInDays: '1' });
  const admit = createAdmission(core, tokenCheck('host'));
  const request = { headers: {}, socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage;
  expect(admit(request, 'http', secret)).toHaveProperty('session');
  expect(admit(request, 'websocket', secret)).toMatchObject({ problem: { status: 401 } });
  expect(admit(request, 'websocket', 'host')).toHaveProperty('session');
  expect(admit(request, 'websocket', 'wrong')).toMatchObject({ problem: { status: 401 } });
  expect(admit(request, 'http', undefined)).toMatchObject({
    session: { context: { connection: { identity: { type: 'nobody' } } } },
  });
  await core.close();
});
