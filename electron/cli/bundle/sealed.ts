import type { SealedExport, SealedImport } from '#shared/contract/bundle.ts';
import { shellWord } from '#shared/model/shell-word.ts';
import { longestSealed } from '#shared/model/template-limits.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import type { PlainWords } from '../input/plain-words.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { sealForm } from './forms.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');

/** Whether a word names a sealed bundle, and not the folder of a template. */
export const isSealed = (path: string | undefined): path is string => path?.endsWith('.qsbundle') === true;

/** Seals a bundle for a member into a file that is not there yet, and says what they compare. */
export async function runSeal(given: PlainWords, io: Sink): Promise<number> {
  const [path, ...others] = given.words;
  const { from, for: member, recipient, days, project } = given.options;
  if (path === undefined || others.length > 0 || !from || !member || !recipient || project !== undefined)
    throw usageFailure(`Usage: ${sealForm}`);
  if (await fs.lstat(path).catch(() => undefined))
    throw new Failure(`${path} is there already; name another file, or remove it first.`, exitCodes.conflict);
  const client = createClient(discoverHost(given.options, io));
  const input = {
    ...{ organizationId: from, memberId: member, recipient },
    ...(days === undefined ? {} : { validDays: Number(days) }),
  };
  const call = { signal: io.signal, timeoutMs: given.timeoutMs };
  const { bytes, ...told } = (await client.call('bundle.exportSealed', input, call)) as SealedExport;
  try {
    await fs.writeFile(path, Buffer.from(bytes, 'base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Failure(`${path} cannot be written: ${(error as Error).message}.`, exitCodes.failed);
  }
  if (given.isJson) io.out(`${jsonText({ file: path, ...told }, 2)}\n`);
  else {
    for (const item of told.items) io.out(`${item}\n`);
    io.err(
      `${path} is bundle ${told.sequence} for this key, valid until ${told.validTo}. No secret is in it.\n` +
        `Read your fingerprint to them by another way: ${told.fingerprint}\n`,
    );
  }
  return exitCodes.ok;
}

/** A bundle as the host takes it. */
export async function readSealed(path: string): Promise<string> {
  const stat = await fs.stat(path).catch(() => undefined);
  if (!stat?.isFile()) throw new Failure(`${path} is no file that is here.`, exitCodes.usage);
  if (stat.size > (longestSealed / 4) * 3)
    throw new Failure(`${path} has more bytes than a host takes: ${stat.size}.`, exitCodes.usage);
  return (await fs.readFile(path)).toString('base64');
}

/** Whose a bundle is, or why it is not opened; what a template has none of. */
export function tellOrigin({ refused, issuer, origin }: Partial<SealedImport>, io: Sink): void {
  if (origin && issuer)
    io.err(
      `Bundle ${origin.sequence} of ${issuer.name} about ${origin.organizationName}, ${issuer.fingerprint}.\n`,
    );
  if (!refused) return;
  io.err(`Refused: ${refused.field}: ${refused.message}.\n`);
  if (refused.reason !== 'unknownIssuer' || !issuer) return;
  const { organization, account, name, recipient, signingKey, fingerprint } = issuer;
  const options = Object.entries({
    organization,
    account,
    name,
    recipient,
    'signing-key': signingKey,
    fingerprint,
  });
  const line = options.map(([option, value]) => `--${option}=${shellWord(value)}`).join(' ');
  io.err(`Once you compared the fingerprint: quayside identity trust ${line}\n`);
}
