import type { ContractOperation } from '#shared/contract/operations.ts';
import { usageFailure } from '../failure.ts';

/** A request of the REST interface, ready to be sent or shown. */
export interface HostRequest {
  readonly method: string;
  /** With its query, from `/api/v1` on. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const queryOf = (fields: readonly (readonly [string, unknown])[]): string => {
  const query = new URLSearchParams();
  for (const [name, value] of fields)
    if (value !== undefined && value !== null) query.append(name, String(value));
  return query.size > 0 ? `?${query}` : '';
};

/** Spreads an input over path, query and body as the REST interface expects it. */
export const makeRequest = (
  operation: ContractOperation,
  input: Readonly<Record<string, unknown>>,
): HostRequest => {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    segmentOf(String(input[name] ?? '')),
  );
  const rest = Object.entries(input).filter(([name]) => !operation.pathParameters.includes(name));
  const isQuery = operation.method === 'GET';
  return {
    method: operation.method,
    path: `/api/v1${path}${isQuery ? queryOf(rest) : ''}`,
    body: isQuery || rest.length === 0 ? undefined : Object.fromEntries(rest),
  };
};

/** A value as one segment of a path; two dots would lead to another path, however they are written. */
function segmentOf(value: string): string {
  if (/^\.{1,2}$/.test(value))
    throw usageFailure(`${value} cannot stand in an address; give its id, or the organization in front.`);
  return encodeURIComponent(value);
}
