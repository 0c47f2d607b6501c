import { AppError, isAppError } from '#shared/model/errors.ts';

// SQLite's result codes (sqlite.org/rescode.html) and those of the operating system (errno(3)).
const isFull = /^(?:SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)$/;
const isBroken = /^(?:SQLITE_(?:IOERR|READONLY|CANTOPEN).*|EIO|EROFS|ENXIO|ENODEV)$/;

/** The code of what the operating system or SQLite threw; `''` for anything else. */
export function codeOfFailure(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a failure, or the error that was made of it, is one of this machine's disk: it passes, and nothing was changed. */
export function isOfDisk(error: unknown): boolean {
  const cause = isAppError(error, 'LIMIT') ? error.cause : error;
  return diskProblem(cause) !== undefined;
}

/**
 * A failure of this machine's disk as an error that says what to do: LIMIT where it is full or does not take what is
 * written. Undefined for every other failure. A change that failed so was undone as a whole.
 */
export function diskProblem(error: unknown): AppError<'LIMIT'> | undefined {
  const code = codeOfFailure(error);
  if (isFull.test(code)) {
    const cure = 'Nothing was changed. Make room on it and try again; reading goes on meanwhile.';
    return new AppError(
      'LIMIT',
      { what: 'The disk that holds this Quayside’s store is full', cure },
      { cause: error },
    );
  }
  if (!isBroken.test(code)) return undefined;
  const what = `The disk that holds this Quayside’s store fails (${code})`;
  const cure = 'Nothing was changed. Look at that disk and its mount, then try again.';
  return new AppError('LIMIT', { what, cure }, { cause: error });
}
