import type { StandardHandlerOptions } from '@orpc/server/standard';
import { resolveReferences } from '#core/names/index.ts';
import type { RequestContext } from '#core/rpc/context.ts';
import { operations } from '#shared/contract/operations.ts';
import { namedFields, type ReferenceField } from '#shared/contract/reference-fields.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';

const fieldsOf = new Map<string, readonly ReferenceField[]>(
  operations.map(({ name, input }) => [name, namedFields(input)] as const),
);

type Options = StandardHandlerOptions<RequestContext>;
type Interceptor = NonNullable<Options['clientInterceptors']>[number];

/**
 * Lets a request say names and paths where the contract wants ids. What names nothing goes on as it is, so that it is
 * refused, and the refusal noted, as for an id that nobody has; the answer then says what may stand there.
 */
export const resolveNames: Interceptor = async ({ next, ...call }) => {
  const { store, whoAsks } = call.context;
  const caller = whoAsks();
  const fields = fieldsOf.get(call.path.join('.')) ?? [];
  if (fields.length === 0 || !caller.accountId || caller.restriction) return next(call);
  const { input, unknown } = resolveReferences({ store, caller }, fields, call.input);
  try {
    return await next({ ...call, input });
  } catch (error) {
    if (!isAppError(error, 'NOT_FOUND')) throw error;
    const at = unknown.find(({ text }) => text === error.data.id);
    if (!at) throw error;
    throw new AppError('NOT_FOUND', { ...error.data, field: at.field, cure: at.cure }, { cause: error });
  }
};
