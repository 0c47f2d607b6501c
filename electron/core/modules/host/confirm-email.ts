import type { HostAccount } from '#shared/contract/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { takePendingAddress } from '../session/index.ts';
import { requireHostAccount } from './accounts.ts';
import type { HostContext } from './context.ts';

/** Has the address count that an account wants; CONFLICT where it wants another one, or somebody else has it. */
export function confirmEmail(
  context: HostContext,
  { account: named, email }: { account: string; email: string },
): HostAccount {
  const before = requireHostAccount(context.store, named);
  if (before.pendingEmail !== email) {
    const reason = `this account does not wait for it; it wants ${before.pendingEmail ?? 'no other address'}`;
    throw new AppError('CONFLICT', { field: 'email', reason });
  }
  context.write((tx) => {
    takePendingAddress(tx, before.account, email);
    tx.audit({
      fact: { type: 'addressConfirmed', name: before.name },
      changes: [{ field: 'email', before: before.email, after: email }],
    });
  });
  return requireHostAccount(context.store, before.account);
}
