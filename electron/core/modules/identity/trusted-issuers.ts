import type { Selectable } from 'kysely';
import type { TrustedIssuer } from '#shared/contract/identity.ts';
import { AppError } from '#shared/model/errors.ts';
import { fingerprintOf, type KnownIssuer } from '../../bundle/envelope/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import { auditOwn } from '../session/index.ts';

type IssuerRow = Selectable<Tables['trusted_issuer']>;
type Whose = { readonly organization: string; readonly account: string };

const issuers = sql.selectFrom('trusted_issuer').selectAll();

/** The issuers whom the caller trusts, by name. */
export function trustedIssuers({ store, caller }: OperationContext): TrustedIssuer[] {
  const mine = issuers.where('owner_id', '=', caller.accountId).orderBy('name').orderBy('account_id');
  return store.database.all(mine).map(toTrustedIssuer);
}

/** The same as a bundle is held against them. */
export function knownIssuersOf({ database }: Store, accountId: string): KnownIssuer[] {
  return database.all(issuers.where('owner_id', '=', accountId)).map((row) => ({
    organizationId: row.organization_id,
    accountId: row.account_id,
    recipient: row.recipient,
    signingKey: row.signing_key,
  }));
}

/**
 * Trusts the keys of an issuer for one organization. INVALID_INPUT where the fingerprint is not theirs; CONFLICT where
 * other keys of the same issuer are trusted: those have to be forgotten first.
 */
export function trustIssuer(
  context: OperationContext,
  input: Whose & Pick<TrustedIssuer, 'name' | 'recipient' | 'signingKey' | 'fingerprint'>,
): TrustedIssuer {
  const fingerprint = fingerprintOf(input);
  if (input.fingerprint !== fingerprint) throw otherFingerprint();
  return context.store.write((tx) => {
    const known = tx.database.first(ofWhom(context, input));
    if (known && fingerprintOf(keysIn(known)) !== fingerprint) throw otherKeys(known);
    if (known) return toTrustedIssuer(known);
    const row: IssuerRow = {
      owner_id: context.caller.accountId,
      organization_id: input.organization,
      account_id: input.account,
      name: input.name,
      recipient: input.recipient,
      signing_key: input.signingKey,
      trusted_at: tx.now,
    };
    tx.database.run(sql.insertInto('trusted_issuer').values(row));
    auditOwn(context, tx, { type: 'issuerTrusted', issuer: input.name, fingerprint });
    return toTrustedIssuer(row);
  });
}

/** Trusts an issuer's keys no more; one who was not trusted is as well. */
export function forgetIssuer(context: OperationContext, input: Whose): void {
  context.store.write((tx) => {
    const known = tx.database.first(ofWhom(context, input));
    if (!known) return;
    tx.database.run(
      sql
        .deleteFrom('trusted_issuer')
        .where('owner_id', '=', known.owner_id)
        .where('organization_id', '=', known.organization_id)
        .where('account_id', '=', known.account_id),
    );
    const fingerprint = fingerprintOf(keysIn(known));
    auditOwn(context, tx, { type: 'issuerForgotten', issuer: known.name, fingerprint });
  });
}

function ofWhom({ caller }: OperationContext, { organization, account }: Whose) {
  return issuers
    .where('owner_id', '=', caller.accountId)
    .where('organization_id', '=', organization)
    .where('account_id', '=', account);
}

function keysIn({ recipient, signing_key: signingKey }: IssuerRow) {
  return { recipient, signingKey };
}

function toTrustedIssuer(row: IssuerRow): TrustedIssuer {
  const keys = keysIn(row);
  return {
    organization: row.organization_id,
    account: row.account_id,
    name: row.name,
    ...keys,
    fingerprint: fingerprintOf(keys),
    trustedAt: instant(row.trusted_at),
  };
}

const otherFingerprint = (): AppError =>
  new AppError('INVALID_INPUT', {
    issues: [
      {
        path: 'fingerprint',
        message: 'is not that of these keys; do not trust them, and ask the issuer by another way',
      },
    ],
  });

const otherKeys = (known: IssuerRow): AppError =>
  new AppError('CONFLICT', {
    field: 'signingKey',
    reason: `other keys of ${JSON.stringify(known.name)} are trusted, ${fingerprintOf(keysIn(known))}; ask them by another way, and forget those only if they replaced them`,
  });
