import type { Contract } from '#shared/contract/index.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext, RouterOf, Rpc } from '../../rpc/index.ts';
import { resolveVariable, variablesOf } from './queries.ts';
import { replaceVariables } from './replace.ts';

/** Shows one value; the audit trail names the variable each time, never the value. */
const reveal = (context: OperationContext, input: { serviceId: string; name: string }): { value: string } => {
  const found = resolveVariable(context.store, input.serviceId, input.name);
  if (!found) throw new AppError('NOT_FOUND', { kind: 'variable', id: input.name });
  context.write((tx) => tx.audit({ fact: { type: 'variableRevealed', variable: input.name } }));
  return { value: found.value };
};

export function createVariableRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['variable']> {
  return {
    list: rpc.variable.list.handler(({ input, context }) => variablesOf(context.store, input.serviceId)),
    replace: rpc.variable.replace.handler(({ input, context }) => replaceVariables(context, input)),
    reveal: rpc.variable.reveal.handler(({ input, context }) => reveal(context, input)),
  };
}
