import * as z from 'zod';
import { contract } from './index.ts';
import type { ProcedureMeta } from './resource.ts';

/** One procedure of the contract as the ways in that are generated from it see it (REST, OpenAPI, CLI, tests). */
export interface ContractOperation {
  /** `service.create`. */
  readonly name: string;
  /** `service`. */
  readonly noun: string;
  /** `create`. */
  readonly verb: string;
  readonly summary: string;
  readonly method: string;
  /** Below `/api/v1`, with parameters as `{serviceId}`. */
  readonly path: string;
  /** The names of the parameters in the path, in order. */
  readonly pathParameters: readonly string[];
  /** 201 where it makes something, 200 elsewhere. */
  readonly successStatus: number;
  readonly meta: ProcedureMeta;
  readonly input: z.ZodObject;
  /** A zod schema, or for a stream oRPC's event iterator over one. */
  readonly output: unknown;
}

const read = (noun: string, verb: string, procedure: (typeof contract)['session']['current']) => {
  const { route, meta, inputSchema, outputSchema } = procedure['~orpc'];
  const path = route.path ?? '/';
  return {
    name: `${noun}.${verb}`,
    noun,
    verb,
    summary: route.summary ?? '',
    method: route.method ?? 'POST',
    path,
    pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    successStatus: route.successStatus ?? 200,
    meta,
    input: inputSchema instanceof z.ZodObject ? inputSchema : z.object({}),
    output: outputSchema,
  };
};

/** Every operation in the order of the contract. */
export const operations: readonly ContractOperation[] = Object.entries(contract).flatMap(([noun, group]) =>
  Object.entries(group).map(([verb, procedure]) => read(noun, verb, procedure as never)),
);
