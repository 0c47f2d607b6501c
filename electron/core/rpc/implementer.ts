import type { AnyContractRouter } from '@orpc/contract';
import { type Implementer, implement, type Router } from '@orpc/server';
import { type Contract, contract } from '#shared/contract/index.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { learnDemands } from '../access/index.ts';
import type { OperationContext, RequestContext } from './context.ts';
import { demands } from './demands.ts';
import { operate, type RpcParts } from './operate.ts';
import type { Operation } from './operation.ts';

/** What every module implements its part of the contract with: `rpc.project.create.handler(…)`. */
export type Rpc<Parts = unknown> = Implementer<Contract, RequestContext, OperationContext & Parts>;

type Declared = { '~orpc': { meta: object; inputSchema?: unknown } };

/**
 * Makes it. Its one middleware authorizes and audits; inputs are validated before it
 * (`initialInputValidationIndex`, kept by a test, since oRPC's contract-first default is the other way round).
 */
export function createRpc(parts: RpcParts): Rpc {
  learnDemands(demands);
  const operations = new Map<string, Operation>();
  const operationOf = (path: readonly string[], procedure: Declared): Operation => {
    const name = path.join('.');
    const operation = operations.get(name) ?? read(name, procedure);
    operations.set(name, operation);
    return operation;
  };
  return implement(contract)
    .$context<RequestContext>()
    .$config({ initialInputValidationIndex: Number.NEGATIVE_INFINITY })
    .use(async ({ context, path, procedure, signal, next }, input, output) => {
      let result: Awaited<ReturnType<typeof next>> | undefined;
      const request = { input, signal };
      const answer = await operate(
        parts,
        operationOf(path, procedure),
        { context, ...request },
        async (inner) => {
          result = await next({ context: inner });
          return result.output;
        },
      );
      return result ? { ...result, output: answer as never } : output(answer as never);
    }) as unknown as Rpc;
}

function read(name: string, procedure: Declared): Operation {
  const { meta, inputSchema } = procedure['~orpc'];
  return { name, meta: meta as ProcedureMeta, references: referenceFields(inputSchema) };
}

/** The same for one module, whose use cases find the module's own parts in their context. */
export function withParts<Parts extends object>(rpc: Rpc, parts: Parts): Rpc<Parts> {
  return rpc.use(({ next }) => next({ context: parts as object })) as unknown as Rpc<Parts>;
}

/** The implementation of the whole contract, or of one resource of it. */
export type RouterOf<C extends AnyContractRouter> = Router<C, RequestContext>;
