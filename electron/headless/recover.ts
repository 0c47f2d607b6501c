import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recoverOwner } from '#core/modules/organization/index.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostArguments, RecoverArgument } from './arguments.ts';
import { type Installation, openHostCore, StartError } from './run.ts';

/**
 * Makes somebody the Owner of an organization while no host runs, and answers what was done (R18). Needs the store and
 * the key of its vault; rejects with StartError where a person can cure it, having changed nothing.
 */
export const recoverOwnership = async (
  given: HostArguments,
  wanted: RecoverArgument,
  installation: Installation,
): Promise<string> => {
  if (!existsSync(join(given.dataFolder, 'quayside.db'))) {
    throw new StartError(`There is no store in ${given.dataFolder}: name its folder with --data.`);
  }
  const core = await openHostCore(given, installation);
  try {
    const { organization, text } = recoverOwner(core.services.store, wanted);
    return `${organization}: ${text}`;
  } catch (error) {
    throw error instanceof AppError ? new StartError(error.message) : error;
  } finally {
    await core.close();
  }
};
