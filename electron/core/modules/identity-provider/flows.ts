import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** What was sent along to the provider, and has to come back. */
export interface Flow {
  readonly providerId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly expiresAt: number;
}

const lifetimeMs = 10 * 60_000;
const keptMost = 1_000;

/** Begun and unfinished sign-ins of a core, by the secret of the window that began; in memory only. */
const flowsOf = new WeakMap<object, Map<string, Flow>>();

const mapOf = ({ core }: OperationContext): Map<string, Flow> => {
  const flows = flowsOf.get(core) ?? new Map<string, Flow>();
  flowsOf.set(core, flows);
  return flows;
};

/** Keeps what a sign-in began with for ten minutes; answers the secret that finishes it. */
export const keepFlow = (context: OperationContext, begun: Omit<Flow, 'expiresAt'>): string => {
  const flows = mapOf(context);
  const now = context.core.store.now();
  for (const [secret, { expiresAt }] of flows) {
    if (expiresAt <= now || flows.size >= keptMost) flows.delete(secret);
    else break;
  }
  const secret = randomBytes(32).toString('base64url');
  flows.set(secret, { ...begun, expiresAt: now + lifetimeMs });
  return secret;
};

/** What a sign-in began with. It is forgotten whatever comes of it: nothing is answered twice. */
export const takeFlow = (context: OperationContext, secret: string): Flow => {
  const flows = mapOf(context);
  const flow = flows.get(secret);
  flows.delete(secret);
  if (flow && flow.expiresAt > context.core.store.now()) return flow;
  throw new AppError('UNAUTHENTICATED', {
    reason: 'This sign-in took too long or was finished before. Begin anew.',
  });
};
