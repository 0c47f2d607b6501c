import { createRouterClient } from '@orpc/server';
import type { Core } from '#core/create-core.ts';
import type { Host } from '#core/host.ts';
import { sql } from '#core/store/database.ts';
import type { SignedIn } from '#shared/contract/session.ts';
import { createOwnedCore, type TestClient } from './create-test-core.ts';
import { wordedEvent } from './worded-event.ts';

/** A clock that a test sets; time passes only by `pass`. `ahead` is the instant so much later, in words. */
export const fakeClock = (start = Date.parse('2026-03-01T10:00:00Z')) => {
  let at = start;
  return {
    now: () => at,
    pass: (ms: number): void => {
      at += ms;
    },
    ahead: (ms: number): string => new Date(at + ms).toISOString(),
  };
};

/** A client on a connection of its own, on which nobody is signed in yet. */
export const stranger = (core: Core, address = '127.0.0.1'): TestClient =>
  createRouterClient(core.router, {
    context: core.openSession({
      transport: 'websocket',
      identity: { type: 'nobody' },
      address,
      agent: 'test',
    }).context,
    interceptors: core.handlerOptions.clientInterceptors as never,
  }) as TestClient;

export const passwordOfOlive = 'correct horse battery';

/** A store whose Owner Olive has a password, and her client, which is signed in. */
export const createSignedInCore = async (clock = fakeClock(), overrides: Partial<Host> = {}) => {
  const made = await createOwnedCore({ now: clock.now, ...overrides });
  const { token } = await made.client.session.setPassword({ newPassword: passwordOfOlive });
  return { ...made, clock, token };
};

/** Signs in on a connection of its own. */
export const signInAs = async (
  core: Core,
  given: { email: string; password: string; code?: string; remember?: boolean; address?: string },
): Promise<{ client: TestClient; token: string; session: SignedIn['session'] }> => {
  const { address, ...credentials } = given;
  const client = stranger(core, address);
  const result = await client.session.signIn(credentials);
  if ('needsCode' in result) throw new Error('a code is needed');
  return { client, ...result };
};

export const olive = { email: 'olive@example.com', password: passwordOfOlive };

/** The newest events of the trail, newest first. */
export const newestEvents = (core: Core, count: number) =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(count))
    .map(wordedEvent);
