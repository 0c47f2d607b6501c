import { AppError } from '#shared/model/errors.ts';

const patienceMs = 10_000;

/** UNREACHABLE where a server takes longer than a person waits. */
export const withinPatience = async <T>(server: string, asking: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('UNREACHABLE', { server, reason: 'timeout' })),
    patienceMs,
  );
  try {
    return await Promise.race([asking, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
