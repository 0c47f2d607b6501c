import type { AnyContractRouter } from '@orpc/contract';
import { type Implementer, implement, type Router } from '@orpc/server';
import { type Contract, contract } from '#shared/contract/index.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';
import type { OperationContext, RequestContext } from './context.ts';
import { type Operation, operate } from './operate.ts';

const operations = new Map<string, Operation>();

const operationOf = (
  path: readonly string[],
  procedure: { '~orpc': { meta: object; inputSchema?: unknown } },
) => {
  const name = path.join('.');
  const known = operations.get(name);
  if (known) return known;
  const { meta, inputSchema } = procedure['~orpc'];
  const operation: Operation = {
    name,
    meta: meta as ProcedureMeta,
    references: referenceFields(inputSchema),
  };
  operations.set(name, operation);
  return operation;
};

/**
 * What every module implements its part of the contract with: `rpc.project.create.handler(…)`. Its one
 * middleware authorizes and audits; inputs are validated before it (`initialInputValidationIndex`, kept by
 * a test, since oRPC's contract-first default is the other way round).
 */
export const rpc: Implementer<Contract, RequestContext, OperationContext> = implement(contract)
  .$context<RequestContext>()
  .$config({ initialInputValidationIndex: Number.NEGATIVE_INFINITY })
  .use(async ({ context, path, procedure, signal, next }, input, output) => {
    let result: Awaited<ReturnType<typeof next>> | undefined;
    const answer = await operate(operationOf(path, procedure), context, { input, signal }, async (inner) => {
      result = await next({ context: inner });
      return result.output;
    });
    return result ? { ...result, output: answer as never } : output(answer as never);
  }) as unknown as Implementer<Contract, RequestContext, OperationContext>;

/** The implementation of the whole contract, or of one resource of it. */
export type RouterOf<C extends AnyContractRouter> = Router<C, RequestContext>;
