import { sealedBody } from '#shared/bundle/sealed-body.ts';
import { keyOf } from '#shared/bundle/thing.ts';
import type { SealedExport } from '#shared/contract/bundle.ts';
import { AppError } from '#shared/model/errors.ts';
import { longestSealed } from '#shared/model/template-limits.ts';
import { commonThings } from '../../bundle/body/common-things.ts';
import { readBody } from '../../bundle/body/read-body.ts';
import { fingerprintOf, sealBundle } from '../../bundle/envelope/index.ts';
import { sql } from '../../store/database.ts';
import { keyPairsOf } from '../identity/index.ts';
import type { BundleModuleContext } from './context.ts';
import { keepIssued, lastIssued } from './lines.ts';

interface Asked {
  readonly organizationId: string;
  readonly memberId: string;
  readonly recipient: string;
  readonly validDays: number;
}

/**
 * Seals for a member's key what they and the caller both may read, signed by the caller's key; no secret is in it. CONFLICT
 * where the member is suspended, or another bundle was made for the same key meanwhile.
 */
export async function exportSealed(context: BundleModuleContext, asked: Asked): Promise<SealedExport> {
  const { store, caller } = context;
  const { organizationId, memberId, recipient, validDays } = asked;
  const organization = { id: organizationId, name: store.access.node(organizationId)?.name ?? '' };
  const things = thingsFor(context, organizationId, memberId);
  const keys = await keyPairsOf(store, caller.accountId);
  const line = { organizationId, signingKey: keys.signingKey, to: recipient };
  const last = lastIssued(store, line);
  const sequence = (last?.sequence ?? 0) + 1;
  const from = context.host.now();
  const validFrom = new Date(from).toISOString();
  const validTo = new Date(from + validDays * 86_400_000).toISOString();
  const { file, hash } = await sealBundle({
    ...{ organization, keys, validFrom, validTo },
    account: accountOf(context),
    recipients: [{ to: recipient, sequence, previous: last?.hash ?? null }],
    body: sealedBody(things),
  });
  const bytes = Buffer.from(file).toString('base64');
  if (bytes.length > longestSealed) throw tooBig();
  context.judgeAgain();
  context.write((tx) => {
    if (lastIssued(tx, line)?.hash !== last?.hash) throw meanwhile();
    keepIssued(tx, line, { sequence, hash });
    tx.audit({
      nodeId: organizationId,
      changes: Object.entries({ recipient, sequence, hash, things: things.length, validTo }).map(
        ([field, after]) => ({ field, after }),
      ),
    });
  });
  const fileName = `${plainName(organization.name)}-${plainName(nameOfMember(context, memberId))}-${sequence}.qsbundle`;
  const items = things.map(keyOf);
  return { fileName, bytes, sequence, hash, validFrom, validTo, fingerprint: fingerprintOf(keys), items };
}

/** Read twice, by each one's own access: what differs for one of the two is not in it. */
function thingsFor(context: BundleModuleContext, organizationId: string, memberId: string) {
  const { access } = context.store;
  const accountId = requireMember(context, organizationId, memberId);
  if (!access.effective(accountId, organizationId)) {
    const reason = 'is suspended, and may read nothing here; let them in again first';
    throw new AppError('CONFLICT', { field: 'memberId', reason });
  }
  const theirs = { ...context, caller: { ...context.caller, accountId, subject: accountId } };
  return commonThings(
    readBody(context, context.portables, organizationId),
    readBody(theirs, context.portables, organizationId),
  );
}

function requireMember({ store }: BundleModuleContext, organizationId: string, memberId: string): string {
  const row = store.database.first(
    sql
      .selectFrom('member')
      .select('account_id')
      .where('id', '=', memberId)
      .where('organization_id', '=', organizationId),
  );
  if (!row) throw new AppError('NOT_FOUND', { kind: 'member', id: memberId, field: 'memberId' });
  return row.account_id;
}

function accountOf({ store, caller }: BundleModuleContext) {
  const account = sql
    .selectFrom('account')
    .select(['id', 'name', 'email'])
    .where('id', '=', caller.accountId);
  const found = store.database.first(account);
  if (!found) throw new Error('the caller has no account');
  return found;
}

function nameOfMember({ store }: BundleModuleContext, memberId: string): string {
  return store.access.node(memberId)?.name ?? 'member';
}

/** As every file system takes it. */
function plainName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return plain.slice(0, 40) || 'bundle';
}

const tooBig = (): AppError =>
  new AppError('LIMIT', {
    what: 'The bundle is larger than a host takes in one request',
    limit: Math.floor(longestSealed / 4) * 3,
    cure: 'Give the member access to less of the organization, or export a template of one project.',
  });

const meanwhile = (): AppError =>
  new AppError('CONFLICT', {
    field: 'recipient',
    reason: 'another bundle was made for this key meanwhile; export again',
  });
