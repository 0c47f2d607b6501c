import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { IndexedNode } from '../access/index.ts';
import type { AuditSubject } from './audit.ts';
import { auditedWrite, isRefusal, note, subjectOf } from './audited-write.ts';
import { authorize } from './authorize.ts';
import type { Caller, OperationContext, RequestContext } from './context.ts';
import { guardStream } from './guard-stream.ts';
import { once } from './idempotency.ts';
import type { ReferenceField } from './references.ts';

/** A procedure of the contract as this layer needs it. */
export interface Operation {
  /** Dotted name, such as `service.create`. */
  readonly name: string;
  readonly meta: ProcedureMeta;
  readonly references: readonly ReferenceField[];
}

type Run = (context: OperationContext) => Promise<unknown>;

const isAudited = ({ effect, quiet }: ProcedureMeta): boolean =>
  !quiet && (effect === 'change' || effect === 'act' || effect === 'start');

const withCredit = (context: OperationContext, output: AsyncIterable<unknown>): AsyncIterable<unknown> => {
  const streamId = context.reqHeaders?.get('x-stream-id');
  if (!streamId || streamId.length > 64) return output;
  return context.core.credit.limit(`${context.caller.connectionId}/${streamId}`, output, context.signal);
};

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/** Refuses whoever is not known, or known but locked out for now, all but the little that is meant for them. */
const requireKnown = ({ accountId, restriction }: Caller, { anonymous, despite }: ProcedureMeta): void => {
  if (restriction && !anonymous && !despite?.includes(restriction)) {
    throw new AppError('UNAUTHENTICATED', { reason: restrictions[restriction] });
  }
  if (!accountId && !anonymous) {
    const reason = 'Nobody is signed in here. Sign in first; on an empty store, finish the first run.';
    throw new AppError('UNAUTHENTICATED', { reason });
  }
};

const restrictions = {
  locked: 'This session is locked. Unlock it with your password.',
  'must-change-password': 'Choose a password of your own first.',
} as const;

/** What was begun belongs to whoever began it, and ends when the connection speaks for somebody else. */
const requireSame = (before: Caller, now: Caller, meta: ProcedureMeta): void => {
  requireKnown(now, meta);
  if (now.subject !== before.subject || now.via?.id !== before.via?.id) {
    throw new AppError('UNAUTHENTICATED', { reason: 'This was begun by another session.' });
  }
};

/** Refuses an API key what only a person may do. */
const requirePerson = ({ via }: Caller, { meta, name }: Operation): void => {
  if (!meta.personal || via?.type !== 'key') return;
  throw new AppError('FORBIDDEN', {
    permission: name,
    wouldGrant: 'An API key never may: sign in yourself.',
  });
};

/** Runs a check, and leaves an event where it refuses. */
const orNoted = <T>(context: RequestContext, subject: () => AuditSubject, check: () => T): T => {
  try {
    return check();
  } catch (error) {
    if (isRefusal(error)) note(context, subject(), 'refused', error.message);
    throw error;
  }
};

/**
 * What happens around every handler, in this order: who asks → may they → handler → audit. A mutation
 * leaves exactly one event (in the transaction of its change where it has one), a refusal leaves one too.
 */
export const operate = async (
  operation: Operation,
  context: RequestContext,
  request: { input: unknown; signal: AbortSignal | undefined },
  run: Run,
): Promise<unknown> => {
  const { access } = context.core.store;
  const { meta } = operation;
  const caller = context.whoAsks();
  requireKnown(caller, meta);
  context.core.sessions.requireCalm(context.connection);
  access.advance();
  const input = (request.input ?? {}) as Readonly<Record<string, unknown>>;
  const decide = (): IndexedNode | null =>
    authorize(access, caller.subject, meta, operation.references, input);
  const targetOf = (): IndexedNode | null =>
    access.node(String(input[meta.target ?? 'organizationId'] ?? '')) ?? null;

  const parties = { core: context.core, caller };
  const node = orNoted(
    context,
    () => {
      const known = targetOf();
      const seen = known && access.canSee(caller.subject, known.id) ? known : null;
      return subjectOf(operation, parties, seen);
    },
    () => {
      requirePerson(caller, operation);
      return decide();
    },
  );

  const subject = subjectOf(operation, parties, node);
  const abort = new AbortController();
  const signal = request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal;
  const onChange = (listener: () => void): (() => void) => {
    const stops = [access.onChange(listener), context.core.sessions.onChange(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  };
  const requireStill = (): void => {
    requireSame(caller, context.whoAsks(), meta);
    decide();
  };
  let hasWritten = false;
  /** Whether anybody's access changed since the decision. */
  let isStale = false;
  const judgeAgain = (): void => {
    if (isStale) requireStill();
  };
  const write = auditedWrite(context, subject, () => {
    hasWritten = true;
  });
  const operationContext: OperationContext = {
    ...context,
    caller,
    operation: operation.name,
    signal,
    write: (change) => {
      // what was done on a server already has to be told, whoever did it
      if (meta.effect !== 'act' && !hasWritten) judgeAgain();
      return write(change);
    },
    judgeAgain,
  };

  context.core.sessions.touch(context.connection);
  context.core.usage.note(caller.accountId, meta.permission, node);
  const perform = async (): Promise<unknown> => {
    const unwatch = onChange(() => {
      isStale = true;
    });
    try {
      const output = await run(operationContext);
      if (isAudited(meta) && !hasWritten) note(context, subject, 'allowed', '');
      return output;
    } catch (error) {
      const isRefused = isRefusal(error);
      if (isAudited(meta) || isAppError(error, 'FORBIDDEN')) {
        const detail = error instanceof AppError ? error.message : 'bug';
        note(context, subject, isRefused ? 'refused' : 'failed', detail);
      }
      throw error;
    } finally {
      unwatch();
    }
  };

  const key = meta.effect === 'start' ? context.reqHeaders?.get('idempotency-key') : undefined;
  // of nobody nothing is kept: there is no account to keep it for, and the first run answers with a token
  if (key != null && caller.accountId) {
    const { accountId, subject: by } = caller;
    const repeatable = { accountId, subject: by, key, operation: operation.name, input };
    const recheck = (): void => orNoted(context, () => subject, requireStill);
    return once(context.core.store, repeatable, { run: perform, recheck });
  }
  const output = await perform();
  if (!isStream(output)) return output;
  const guarded = guardStream(output, {
    onChange,
    check: requireStill,
    abort,
  });
  return withCredit(operationContext, guarded);
};
