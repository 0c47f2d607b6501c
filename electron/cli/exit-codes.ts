import type { AppErrorCode } from '#shared/model/errors.ts';

/** How the command ends; part of its interface. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  denied: 4,
  conflict: 5,
  unreachable: 6,
  hostKey: 7,
  timeout: 8,
  interrupted: 130,
} as const;

const byCode: Readonly<Record<AppErrorCode, number>> = {
  INVALID_INPUT: exitCodes.usage,
  UNAUTHENTICATED: exitCodes.denied,
  FORBIDDEN: exitCodes.denied,
  NOT_FOUND: exitCodes.notFound,
  CONFLICT: exitCodes.conflict,
  BUSY: exitCodes.conflict,
  UNREACHABLE: exitCodes.unreachable,
  REMOTE_FAILED: exitCodes.failed,
  CANCELLED: exitCodes.failed,
  LIMIT: exitCodes.failed,
};

const reasonOf = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'reason' in data ? data.reason : undefined;

/** The exit code for a problem that the host answered with. */
export const exitCodeOf = ({ code, data }: { readonly code: string; readonly data: unknown }): number => {
  if (code === 'UNREACHABLE' && reasonOf(data) === 'host-key') return exitCodes.hostKey;
  if (code === 'UNREACHABLE' && reasonOf(data) === 'timeout') return exitCodes.timeout;
  return Object.hasOwn(byCode, code) ? byCode[code as AppErrorCode] : exitCodes.failed;
};
