import { AppError } from '#shared/model/errors.ts';

/** Refuses an input at one of its fields, in words that name the cure. */
export function refuse(path: 'chain' | 'privateKey' | 'certificateId', message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
