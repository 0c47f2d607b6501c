import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { isAppError } from '#shared/model/errors.ts';
import { type IndexedNode, requireHostRight, type Usage } from '../access/index.ts';
import type { Host } from '../host.ts';
import type { AuditSubject } from './audit.ts';
import { auditedWrite, factsOfError, isRefusal, note, subjectOf } from './audited-write.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import type { Connection, OperationContext, RequestContext } from './context.ts';
import { guardStream } from './guard-stream.ts';
import { type Journal, once } from './idempotency.ts';
import { requireWithin } from './only-in.ts';
import type { Operation } from './operation.ts';
import { Standing } from './standing.ts';
import type { StreamCredit } from './stream-credit.ts';
import { requireKnown, requirePerson } from './who-may-ask.ts';

/** What every call passes through, besides the store. */
export interface RpcParts {
  readonly host: Pick<Host, 'kind'>;
  readonly sessions: {
    /** LIMIT where a connection on which nobody is signed in asks too often. */
    requireCalm(connection: Connection): void;
    /** Notes that a session is in use. */
    touch(connection: Connection): void;
    /** Calls back when a session may have ended or been locked; answers how to stop. */
    onChange(listener: () => void): () => void;
  };
  readonly usage: Pick<Usage, 'note'>;
  readonly credit: StreamCredit;
  /** Requests with an `Idempotency-Key` that run now. */
  readonly underWay: Map<string, Promise<unknown>>;
}

interface Request {
  readonly context: RequestContext;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
}

type Run = (context: OperationContext) => Promise<unknown>;

const isAudited = ({ effect, quiet }: ProcedureMeta): boolean =>
  !quiet && (effect === 'change' || effect === 'act' || effect === 'start');

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/** Runs a check, and leaves an event where it refuses. */
const orNoted = <T>(context: RequestContext, subject: () => AuditSubject, check: () => T): T => {
  try {
    return check();
  } catch (error) {
    if (isRefusal(error)) note(context, subject(), 'refused', factsOfError(context, subject(), error));
    throw error;
  }
};

/** One call of an operation that was let in. */
interface Call {
  readonly parts: RpcParts;
  readonly operation: Operation;
  readonly context: RequestContext;
  readonly caller: Caller;
  readonly input: Readonly<Record<string, unknown>>;
  /** What its audit event is about. */
  readonly subject: AuditSubject;
  readonly standing: Standing;
  /** Ends it from here. */
  readonly abort: AbortController;
  /** Aborts by `abort`, and when the caller goes away. */
  readonly signal: AbortSignal;
}

/** Who asks, and may they: refused, or the call with the node that it is about. */
const admit = (parts: RpcParts, operation: Operation, { context, ...request }: Request): Call => {
  const { store } = context;
  const { access } = store;
  const { meta, name, references } = operation;
  const caller = context.whoAsks();
  requireKnown(caller, meta);
  parts.sessions.requireCalm(context.connection);
  access.advance();
  const input = (request.input ?? {}) as Readonly<Record<string, unknown>>;
  const decide = (): IndexedNode | null => {
    requireWithin(access, caller, references, input);
    const found = authorize(access, caller.subject, meta, references, input);
    if (meta.hostRight) requireHostRight({ host: parts.host, store }, caller, meta.hostRight);
    return found;
  };
  const about = (node: IndexedNode | null): AuditSubject => subjectOf(operation, { store, caller }, node);
  const ofTarget = (): AuditSubject => {
    const known = access.node(String(input[meta.target ?? 'organizationId'] ?? ''));
    return about(known && access.canSee(caller.subject, known.id) ? known : null);
  };
  const node = orNoted(context, ofTarget, () => {
    requirePerson(caller, meta, name);
    return decide();
  });
  parts.sessions.touch(context.connection);
  parts.usage.note(caller.accountId, meta.permission, node);
  const abort = new AbortController();
  return {
    parts,
    operation,
    context,
    caller,
    input,
    subject: about(node),
    standing: new Standing({ sessions: parts.sessions, context, caller, meta, decide }),
    abort,
    signal: request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal,
  };
};

/** Runs the handler, and sees to it that what it did, or failed to do, is told in one event. */
const perform = (
  { operation, context, caller, subject, standing, signal }: Call,
  run: Run,
  journal?: Journal,
): Promise<unknown> => {
  const { meta, name } = operation;
  let hasWritten = false;
  const write = auditedWrite(context, subject, () => {
    hasWritten = true;
  });
  const operationContext: OperationContext = {
    ...context,
    caller,
    operation: name,
    signal,
    write: (change) => {
      // what was done on a server already has to be told, whoever did it
      if (meta.effect !== 'act' && !hasWritten) standing.requireAgain();
      if (!journal) return write(change);
      const result = journal.write(write, change);
      hasWritten = true;
      return result;
    },
    async doOnce(work) {
      if (!journal?.isKept) return work();
      hasWritten = true;
      return journal.next();
    },
    judgeAgain: () => standing.requireAgain(),
  };
  return standing.watch(async () => {
    try {
      const output = await run(operationContext);
      if (isAudited(meta) && !hasWritten) note(context, subject, 'allowed', []);
      return output;
    } catch (error) {
      if (isAudited(meta) || isAppError(error, 'FORBIDDEN')) {
        note(
          context,
          subject,
          isRefusal(error) ? 'refused' : 'failed',
          factsOfError(context, subject, error),
        );
      }
      throw error;
    }
  });
};

/** Performs a call whose request has an `Idempotency-Key` once, and any other each time. */
const performOnce = (call: Call, run: Run): Promise<unknown> => {
  const { parts, context, caller, operation, input, subject, standing } = call;
  const isRepeatable = operation.meta.effect === 'start';
  const key = isRepeatable ? context.reqHeaders?.get('idempotency-key') : undefined;
  // of nobody nothing is kept: there is no account to keep it for, and the first run answers with a token
  if (key == null || !caller.accountId) return perform(call, run);
  const { accountId, subject: by } = caller;
  return once(
    { store: context.store, underWay: parts.underWay },
    { accountId, subject: by, key, operation: operation.name, input },
    {
      run: (journal) => perform(call, run, journal),
      recheck: () =>
        orNoted(
          context,
          () => subject,
          () => standing.require(),
        ),
    },
  );
};

const withCredit = (
  { parts, context, caller, signal }: Call,
  output: AsyncIterable<unknown>,
): AsyncIterable<unknown> => {
  const streamId = context.reqHeaders?.get('x-stream-id');
  if (!streamId || streamId.length > 64) return output;
  return parts.credit.limit(`${caller.connectionId}/${streamId}`, output, signal);
};

/** A stream as its reader gets it: ended when its caller may no longer have it, and never ahead of its credit. */
const stream = (call: Call, output: AsyncIterable<unknown>): AsyncIterable<unknown> => {
  const { standing, abort } = call;
  const guarded = guardStream(output, {
    onChange: (listener) => standing.onChange(listener),
    check: () => standing.require(),
    abort,
  });
  return withCredit(call, guarded);
};

/**
 * What happens around every handler, in this order: who asks → may they → handler → audit. A mutation
 * leaves exactly one event (in the transaction of its change where it has one), a refusal leaves one too.
 */
export const operate = async (
  parts: RpcParts,
  operation: Operation,
  request: Request,
  run: Run,
): Promise<unknown> => {
  const call = admit(parts, operation, request);
  const output = await performOnce(call, run);
  return isStream(output) ? stream(call, output) : output;
};
