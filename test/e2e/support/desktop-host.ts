import { fileURLToPath } from 'node:url';
import { createCore } from '#core/create-core.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { defaultLimits, startHttp } from '../../../electron/headless/http/server.ts';
import { staticFilesOf } from '../../../electron/headless/http/static-files.ts';
import { tokenCheck } from '../../../electron/headless/http/token.ts';

/**
 * `node test/e2e/support/desktop-host.ts ISSUER CLIENT_SECRET`: the core as on the desktop, for want of an Electron that
 * Playwright could drive, with its windows in a browser. Prints `{ url, link, organizationId }` with the link that signs in, then the address
 * of each page that it would open in the system's browser. Acme has a provider at ISSUER, called “Example login”.
 */
const [issuer = '', clientSecret = ''] = process.argv.slice(2);
const token = 'a-token-for-tests';
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const core = await createCore(fakeHost({ kind: 'desktop', openBrowser: async (opened) => say({ opened }) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
const http = await startHttp({
  core,
  isToken: tokenCheck(token),
  staticFiles: staticFilesOf(fileURLToPath(new URL('../../../out/renderer', import.meta.url))),
  address: '127.0.0.1',
  port: 0,
  limits: defaultLimits,
});
const url = `http://127.0.0.1:${http.port}`;

const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};
const [organization] = await call<{ id: string }[]>('GET', '/organizations');
const below = `/organizations/${organization?.id}`;
const roles = await call<{ id: string; name: string }[]>('GET', `${below}/roles`);
await call('POST', `${below}/identity-providers`, {
  name: 'Example login',
  issuer,
  clientId: 'quayside',
  clientSecret,
  emailDomains: ['example.com'],
  roleId: roles.find(({ name }) => name === 'Member')?.id,
});
say({ url, link: `${url}/#token=${token}`, organizationId: organization?.id });

process.once('SIGTERM', async () => {
  await http.close();
  await core.close();
  process.exit(0);
});
