import type { ORPCError } from '@orpc/server';
import { invalidRequest, isKnownCode, type Problem, problem, problemFor } from '../http/problem.ts';

/** The problem of a failure that the core or oRPC answered with. */
export const problemOf = (error: ORPCError<string, unknown>): Problem => {
  const { code, status, message, data } = error;
  if (isKnownCode(code)) return problem({ code, status, detail: message, data });
  if (status === 404) return problemFor('NOT_FOUND', { kind: 'operation', id: '' });
  return status < 500
    ? invalidRequest(message, status)
    : problem({ code: 'INTERNAL', status, detail: message, data: {} });
};
