import * as z from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import type { KeyPair } from '../../remote/ssh/private-key.ts';
import { insertSshKey } from './create.ts';
import { sshKeyOf } from './queries.ts';

const PrivateKey = z.string().min(1, 'must not be empty').max(65_536);

/** An SSH key in a bundle: its public half. What is made by it takes the private half of the same pair. */
export const sshKeyPortable: Portable = {
  fields: { publicKey: z.string().min(1).max(16_384) },
  secrets: { privateKey: PrivateKey },
  read: ({ store }, id) => sshKeyOf(store, id),
  async prepare(_context, { id, fields, secrets }) {
    if (id !== null || typeof secrets.privateKey !== 'string') return undefined;
    const { withoutPassphrase } = await import('../../remote/ssh/plain-key.ts');
    const pair = await withoutPassphrase(secrets.privateKey, undefined);
    if (bare(pair.publicKey) !== bare(String(fields.publicKey)))
      refuse('privateKey', 'is of another pair than the public half; give the one that belongs to it');
    return pair;
  },
  create: ({ context, tx, organizationId }, { name, prepared }) =>
    insertSshKey(context, tx, { organizationId, name, pair: prepared as KeyPair }),
  update(_making, { fields }) {
    if (fields.publicKey !== undefined)
      refuse('publicKey', 'is another one here; rotate the key on its own page, and skip it here');
  },
};

/** The type and the key itself, without the comment. */
function bare(line: string): string {
  return line.trim().split(/\s+/).slice(0, 2).join(' ');
}

function refuse(path: string, message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
