import { isAppError } from '#shared/model/errors.ts';

const attempts = 5;

/**
 * Looks and writes, again where somebody else wrote in between: Swarm itself writes a service while it updates it. The
 * act has to look anew each time. CONFLICT after the fifth.
 */
export async function overNewest(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isAppError(error, 'CONFLICT') || attempt === attempts) throw error;
    }
  }
}
