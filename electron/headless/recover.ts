import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeOperator } from '#core/modules/host/index.ts';
import { recoverOwner } from '#core/modules/organization/index.ts';
import type { Store } from '#core/store/store.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostArguments } from './arguments.ts';
import { type Installation, openHostCore, StartError } from './run.ts';

/**
 * Makes somebody the Owner of an organization (R18), or an operator of the host (R20), while no host runs; answers what
 * was done. Needs the store and the key of its vault; rejects with StartError where a person can cure it, having changed
 * nothing.
 */
export async function recoverLocally(given: HostArguments, installation: Installation): Promise<string> {
  if (!existsSync(join(given.dataFolder, 'quayside.db'))) {
    throw new StartError(`There is no store in ${given.dataFolder}: name its folder with --data.`);
  }
  const core = await openHostCore(given, installation);
  try {
    return recover(core.services.store, given);
  } catch (error) {
    throw error instanceof AppError ? new StartError(error.message) : error;
  } finally {
    await core.close();
  }
}

function recover(store: Store, { recover: wanted, makeOperator: email }: HostArguments): string {
  const done: string[] = [];
  if (wanted) {
    const { organization, text } = recoverOwner(store, wanted);
    done.push(`${organization}: ${text}`);
  }
  if (email !== undefined) done.push(makeOperator(store, { email }));
  return done.join('\n');
}
