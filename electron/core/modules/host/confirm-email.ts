import type { HostAccount } from '#shared/contract/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { takePendingAddress, verifyAddress } from '../session/index.ts';
import { requireHostAccount } from './accounts.ts';
import type { HostContext } from './context.ts';

/**
 * Has the address count that an account wants, or the one that it has as proven to be its own. CONFLICT where it has and
 * wants another one, or somebody else has it.
 */
export function confirmEmail(
  context: HostContext,
  { account: named, email }: { account: string; email: string },
): HostAccount {
  const before = requireHostAccount(context.store, named);
  const isPresent = before.email === email;
  if (before.pendingEmail !== email && !isPresent) {
    const reason = `this account does not wait for it; it has ${before.email} and wants ${before.pendingEmail ?? 'no other address'}`;
    throw new AppError('CONFLICT', { field: 'email', reason });
  }
  context.write((tx) => {
    if (isPresent) verifyAddress(tx, before.account);
    else takePendingAddress(tx, before.account, email);
    tx.audit({
      fact: { type: 'addressConfirmed', name: before.name },
      changes: isPresent ? [] : [{ field: 'email', before: before.email, after: email }],
    });
  });
  return requireHostAccount(context.store, before.account);
}
