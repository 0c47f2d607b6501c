import type { OwnAccount } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { changesBetween } from '../node/index.ts';
import { requireAvatar } from './avatar.ts';
import type { SessionContext } from './context.ts';
import { requireOwnAccount } from './queries.ts';

/** What of a profile changes; a field that is not given stays. */
export interface ProfileChange {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly avatar?: string | null | undefined;
}

/** Changes the caller's own name, address or picture; CONFLICT on an address that somebody else has. */
export const updateProfile = (context: SessionContext, input: ProfileChange): OwnAccount => {
  const before = requireOwnAccount(context);
  const { name = before.name, email = before.email } = input;
  const avatar = typeof input.avatar === 'string' ? requireAvatar(input.avatar) : input.avatar;
  context.write((tx) => {
    const holder = tx.database.first(sql.selectFrom('account').select('id').where('email', '=', email));
    if (holder && holder.id !== before.id) {
      throw new AppError('CONFLICT', { field: 'email', reason: 'another account has this address' });
    }
    const changed = { name, email, ...(avatar === undefined ? {} : { avatar }) };
    tx.database.run(sql.updateTable('account').set(changed).where('id', '=', before.id));
    const picture = avatar === undefined ? [] : [{ field: 'avatar', after: avatar ? 'changed' : 'removed' }];
    tx.audit({
      changes: [...changesBetween({ name: before.name, email: before.email }, { name, email }), ...picture],
    });
  });
  return requireOwnAccount(context);
};
