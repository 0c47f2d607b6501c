import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { NewPassword } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostArguments } from './arguments.ts';
import { type Installation, openHostCore, StartError } from './run.ts';

/** Asks at the terminal; what is typed is not shown. */
const ask = (question: string): Promise<string> =>
  new Promise((resolve) => {
    process.stderr.write(question);
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: process.stdin, output, terminal: true });
    let typed = '';
    lines.once('line', (line) => {
      typed = line;
      lines.close();
    });
    lines.once('close', () => {
      process.stderr.write('\n');
      resolve(typed);
    });
  });

const readPassword = async (email: string): Promise<string> => {
  const isTerminal = process.stdin.isTTY === true;
  const typed = isTerminal
    ? await ask(`New password of ${email}: `)
    : (readFileSync(0, 'utf8').split(/\r?\n/, 1)[0] ?? '');
  const parsed = NewPassword.safeParse(typed);
  if (!parsed.success) {
    throw new StartError(
      `The password ${parsed.error.issues[0]?.message ?? 'is not valid'}. Nothing was changed.`,
    );
  }
  return parsed.data;
};

/**
 * Gives an account a new password while no host runs on the store. Rejects with StartError, having changed nothing,
 * where one runs, the address is unknown, or the password is none.
 */
export const resetPasswordAt = async (
  given: HostArguments,
  email: string,
  installation: Installation,
): Promise<void> => {
  const core = await openHostCore(given, installation);
  try {
    await core.resetPassword({ email, password: await readPassword(email) });
  } catch (error) {
    if (error instanceof AppError) throw new StartError(`${error.message} Nothing was changed.`);
    throw error;
  } finally {
    await core.close();
  }
};
