import type { AnyContractProcedure } from '@orpc/contract';
import { contract } from '#shared/contract/index.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';

/** One procedure of the contract, for tests that are generated from it. */
export interface ContractOperation {
  readonly name: string;
  readonly path: readonly [string, string];
  readonly meta: ProcedureMeta;
  readonly route: { readonly method: string; readonly path: string; readonly summary: string };
  readonly inputSchema: { safeParse(input: unknown): { success: boolean; error?: unknown } };
}

/** Every procedure of the contract. */
export const allOperations: readonly ContractOperation[] = Object.entries(contract).flatMap(
  ([kind, procedures]) =>
    Object.entries(procedures).map(([verb, procedure]) => {
      const definition = (procedure as AnyContractProcedure)['~orpc'];
      return {
        name: `${kind}.${verb}`,
        path: [kind, verb] as const,
        meta: definition.meta as ProcedureMeta,
        route: definition.route as ContractOperation['route'],
        inputSchema: definition.inputSchema as unknown as ContractOperation['inputSchema'],
      };
    }),
);

const spec = { source: { type: 'image', image: 'quayside-lab/app:1' } };

/** A valid value for every input field that is no id; a new field of the contract needs a line here. */
const samples: Readonly<Record<string, unknown>> = {
  name: 'Sample',
  email: 'sample@example.com',
  organizationName: 'Sample',
  place: '/sample',
  typedName: 'Sample',
  path: 'sample',
  spec,
  variables: [],
  host: '127.0.0.1',
  user: 'root',
  auth: { type: 'agent' },
  fingerprint: `SHA256:${'A'.repeat(43)}`,
  replicas: 1,
  containerId: 'a'.repeat(64),
  terminalId: 'none',
  data: '',
  columns: 80,
  rows: 24,
  streamId: 'none',
  received: 0,
};

const perOperation: Readonly<Record<string, Record<string, unknown>>> = {
  'variable.reveal': { name: 'SAMPLE' },
};

/** A valid input of an operation whose ids are the ones given by field name. Throws where it isn't valid. */
export const sampleInput = (
  operation: ContractOperation,
  fields: readonly string[],
  ids: Readonly<Record<string, string>>,
): Record<string, unknown> => {
  const values = { ...samples, ...perOperation[operation.name], ...ids };
  const input = Object.fromEntries(
    fields.filter((field) => field in values).map((field) => [field, values[field]]),
  );
  const parsed = operation.inputSchema.safeParse(input);
  if (!parsed.success) throw new Error(`${operation.name} needs a sample input: ${String(parsed.error)}`);
  return input;
};

/** The field names of an operation's input. */
export const fieldsOf = (operation: ContractOperation): string[] => {
  const schema = operation.inputSchema as unknown as { shape?: object };
  return Object.keys(schema.shape ?? {});
};
