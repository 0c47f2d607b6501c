import { verifyExport } from '#shared/model/audit-export.ts';
import { exitCodes } from './exit-codes.ts';
import { usageFailure } from './failure.ts';
import type { Io } from './io.ts';

// Not imported for the same reason as in host/client.ts: a command must not wait for what it does not use.
const { createHash } = process.getBuiltinModule('node:crypto');

const form = 'quayside audit verify-file FILE';

/** The one command of the audit trail that needs no host. */
export const isFileVerification = ([noun, verb]: readonly string[]): boolean =>
  noun === 'audit' && verb === 'verify-file';

/** Runs `audit verify-file FILE` and answers the exit code: 1 for a file that is not as it was written. */
export const runFileVerification = ([, , ...words]: readonly string[], io: Io): number => {
  const [path, ...others] = words.filter((word) => word !== '--json');
  if (path === '--help') {
    io.out(`Usage: ${form}\n`);
    return exitCodes.ok;
  }
  if (path === undefined || others.length > 0) throw usageFailure(`Usage: ${form}`);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const verdict = verifyExport(io.read(path), sha256);
  const { events, firstBroken, reason, lastPosition, lastHash, isComplete, keyed } = verdict;
  if (words.includes('--json')) io.out(`${JSON.stringify(verdict, null, 2)}\n`);
  else if (firstBroken === null)
    io.out(
      `${events === 1 ? '1 event is as it was' : `${events} events are as they were`} written${isComplete ? '' : ' (a part of the trail)'}.\n` +
        `The last is event ${lastPosition ?? 0} with hash ${lastHash ?? 'none'}; compare both with the host's own.\n` +
        (keyed > 0
          ? `That the host itself wrote ${keyed === 1 ? 'the one event' : `the ${keyed} events`} with a code cannot be told without its key: \`quayside audit verify\` does, on the host.\n`
          : ''),
    );
  else io.err(`Line ${firstBroken}: ${reason}.\n`);
  return firstBroken === null ? exitCodes.ok : exitCodes.failed;
};
