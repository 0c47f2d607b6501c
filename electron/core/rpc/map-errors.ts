import { randomBytes } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { AppError, errorStatus, type InputIssue } from '#shared/model/errors.ts';
import type { Log } from '../host.ts';
import { diskProblem } from '../store/disk-problem.ts';

interface Problem {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

const pathOf = (path: Problem['path']): string =>
  (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');

const issuesOf = (error: ORPCError<string, unknown>): InputIssue[] | undefined => {
  const data = error.data as { issues?: readonly Problem[] } | undefined;
  if (error.code !== 'BAD_REQUEST' || !Array.isArray(data?.issues)) return undefined;
  return data.issues.map((issue) => ({ path: pathOf(issue.path), message: issue.message }));
};

const toWire = (error: AppError): ORPCError<string, unknown> =>
  new ORPCError(error.code, {
    status: errorStatus[error.code],
    message: error.message,
    data: error.data,
    defined: true,
    cause: error,
  });

const mask = (error: unknown, log: Log): ORPCError<string, unknown> => {
  const incident = randomBytes(6).toString('hex');
  log.error('unexpected failure', {
    incident,
    stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new ORPCError('INTERNAL', {
    status: 500,
    message: `This is a bug of Quayside; nothing else is known to be affected. Report it with the incident ${incident}, which finds it in the log.`,
    data: { incident },
    defined: true,
  });
};

/**
 * Turns whatever was thrown into the wire's form: an AppError as it is, a validation failure as
 * INVALID_INPUT, a failure of this machine's disk as LIMIT, an end by whoever asked as CANCELLED, anything else as INTERNAL
 * with an incident id that finds the stack in the log.
 */
export const mapError = (error: unknown, log: Log): ORPCError<string, unknown> => {
  if (error instanceof AppError) return toWire(error);
  const problem = diskProblem(error);
  if (problem) return toWire(problem);
  // whoever asked has gone, and what was at work for them told so
  if (error instanceof Error && error.name === 'AbortError') {
    return toWire(new AppError('CANCELLED', { what: 'The request' }));
  }
  if (!(error instanceof ORPCError)) return mask(error, log);
  const issues = issuesOf(error);
  if (issues) return toWire(new AppError('INVALID_INPUT', { issues }));
  // What was mapped before, as the failure of a stream is, stays what it is.
  if (error.defined) return error;
  // Output validation and the like: oRPC reports our own mistakes as 500.
  return error.status >= 500 && error.code !== 'INTERNAL' ? mask(error.cause ?? error, log) : error;
};
