import { AppError } from '#shared/model/errors.ts';

/** Gives back a job's id, or refuses one that could be more than a name: it becomes a folder and a unit. */
export const checkJobId = (id: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return id;
  const message = 'A job id has 1 to 64 small letters, digits and dashes.';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'id', message }] });
};

/** Gives back the name of a file a job is given or leaves, or refuses one that leaves its folder. */
export const checkJobFileName = (name: string): string => {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name)) return name;
  const message = 'A file name has letters, digits, dots, dashes and underscores.';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'files', message }] });
};
