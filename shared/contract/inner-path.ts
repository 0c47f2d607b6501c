import * as z from 'zod';

/** A relative path inside a repository or folder; it cannot leave it. */
export const RelativePath = z
  .string()
  .max(512)
  .refine(
    (path) => path === '' || (/^[^\s/\\-][^\\\p{Cc}\p{Cs}]*$/u.test(path) && !path.split('/').includes('..')),
    'must be a path inside the repository, such as apps/web',
  );
