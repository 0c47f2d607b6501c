import { tmpdir } from 'node:os';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { type Core, createCore } from '#core/create-core.ts';
import type { Host } from '#core/host.ts';
import type { CoreRouter } from '#core/router.ts';
import type { Identity } from '#core/rpc/context.ts';

export type TestClient = RouterClient<CoreRouter>;

/** What was logged, so that a test can say that nothing was, or what. */
export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A host with everything in memory and an open vault. */
export const fakeHost = (overrides: Partial<Host> = {}): Host & { readonly logged: LoggedLine[] } => {
  const logged: LoggedLine[] = [];
  const log =
    (level: LoggedLine['level']) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      logged.push({ level, message, fields });
    };
  return {
    kind: 'test',
    version: '0.0.0-test',
    dataFolder: null,
    sshFolder: `${tmpdir()}/quayside-test-no-ssh`,
    vault: { protection: 'none (test)', wrap: async (key) => key, unwrap: async (key) => key },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    now: Date.now,
    logged,
    ...overrides,
  };
};

/** A client of the core in this process, as an account of the store (its first one, where none is named). */
export const clientOf = (core: Core, accountId?: string): TestClient =>
  clientFor(core, accountId ? { type: 'account', accountId } : { type: 'operator' });

/** A client of the core in this process on a connection that speaks for whoever is named. */
export const clientFor = (core: Core, identity: Identity): TestClient =>
  createRouterClient(core.router, {
    context: core.openSession({ transport: 'in-process', identity }).context,
    interceptors: core.handlerOptions.clientInterceptors as never,
  }) as TestClient;

/** A core over an empty store in memory, with a client of whoever comes first. Close it after the test. */
export const createTestCore = async (
  overrides: Partial<Host> = {},
): Promise<{ core: Core; client: TestClient; host: ReturnType<typeof fakeHost> }> => {
  const host = fakeHost(overrides);
  const core = await createCore(host);
  return { core, client: clientOf(core), host };
};

/** The same with its first run done: an Owner, their organization, and its id. */
export const createOwnedCore = async (
  overrides: Partial<Host> = {},
): Promise<{ core: Core; client: TestClient; host: ReturnType<typeof fakeHost>; organizationId: string }> => {
  const made = await createTestCore(overrides);
  const session = await made.client.session.firstRun({
    name: 'Olive Owner',
    email: 'olive@example.com',
    organizationName: 'Acme',
  });
  return { ...made, organizationId: session.organizations[0]?.id ?? '' };
};
