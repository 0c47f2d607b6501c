import { ORPCError } from '@orpc/client';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import {
  AppError,
  type AppErrorCode,
  type AppErrorData,
  errorStatus,
  type InputIssue,
} from '#shared/model/errors.ts';
import { NotConnectedError } from './host/connection.ts';

const isAppErrorCode = (code: unknown): code is AppErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorStatus, code);

/** The code of a failure as the contract names it; undefined for what is none of the contract's. */
export const errorCode = (error: unknown): AppErrorCode | 'INTERNAL' | undefined => {
  if (!(error instanceof ORPCError)) return undefined;
  return isAppErrorCode(error.code) ? error.code : 'INTERNAL';
};

/** The data of a failure of this code; undefined for any other. */
export const errorData = <C extends AppErrorCode>(error: unknown, code: C): AppErrorData[C] | undefined =>
  error instanceof ORPCError && error.code === code ? (error.data as AppErrorData[C]) : undefined;

const incidentOf = (error: ORPCError<string, unknown>): string => {
  const data: unknown = error.data;
  return typeof data === 'object' && data && 'incident' in data ? String(data.incident) : 'unknown';
};

const nextStep: Partial<Record<AppErrorCode, string>> = {
  NOT_FOUND: 'It may have been deleted or moved; look for it in the tree.',
  CONFLICT: 'Reload to see the newest version, then try again.',
  BUSY: 'Wait until it is finished, or cancel it in the activity center.',
};

const needsNextStep = (error: unknown, code: AppErrorCode): boolean =>
  code !== 'CONFLICT' || errorData(error, 'CONFLICT')?.field === 'version';

/** One or two sentences: what happened, to what, why, and what to do next. */
export const errorText = (error: unknown): string => {
  if (error instanceof NotConnectedError)
    return 'The host did not answer. Check that it still runs; this window reconnects by itself.';
  if (!(error instanceof ORPCError))
    return `The connection to the host was cut before it answered. Try again.`;
  if (!isAppErrorCode(error.code))
    return `Quayside hit a defect of its own. Report it with the incident number ${incidentOf(error)}.`;
  const sentence = error.data ? new AppError(error.code, error.data).message : error.message;
  const next = needsNextStep(error, error.code) ? nextStep[error.code] : undefined;
  return [sentence, next].filter(Boolean).join(' ');
};

/** Problems of single fields: of invalid input, and of a conflict that names its field. */
export const fieldIssues = (error: unknown): readonly InputIssue[] => {
  const conflict = errorData(error, 'CONFLICT');
  if (conflict?.field) return [{ path: conflict.field, message: conflict.reason }];
  return errorData(error, 'INVALID_INPUT')?.issues ?? [];
};

/** Puts the issues of a failure on the fields of a form; answers whether that told everything. */
export const applyIssues = <T extends FieldValues>(
  error: unknown,
  fields: readonly Path<T>[],
  setError: UseFormSetError<T>,
): boolean => {
  const issues = fieldIssues(error);
  const placed = issues.filter(({ path, message }) => {
    const field = fields.find((name) => path === name || path.startsWith(`${name}.`));
    if (field) setError(field, { message });
    return field !== undefined;
  });
  return issues.length > 0 && placed.length === issues.length;
};
