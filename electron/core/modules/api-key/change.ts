import type { ApiKey, RateLimit, RequestCap } from '#shared/contract/api-key.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { changesBetween, requireRow } from '../node/index.ts';
import { requireAuthority, withOffspring } from './authority.ts';
import { capColumns, rateColumns } from './limit-columns.ts';
import { apiKeyFor, type KeyRecord, keyRecord } from './queries.ts';

const keyFor = (context: OperationContext, id: string): KeyRecord => {
  const key = requireRow(keyRecord(context.store, id), 'apiKey', id);
  requireAuthority(context, key);
  return key;
};

/** Renames a key or changes its limits; a limit that is given begins anew. Fields that are not given stay. */
export const updateApiKey = (
  context: OperationContext,
  input: {
    apiKeyId: string;
    name?: string | undefined;
    rateLimit?: RateLimit | null | undefined;
    requestCap?: RequestCap | null | undefined;
  },
): ApiKey => {
  const { store } = context;
  const { subject } = context.caller;
  const { apiKeyId: id, ...fields } = input;
  const key = keyFor(context, id);
  const { rateLimit = null, requestCap: cap } = apiKeyFor(store, subject, id);
  const requestCap: RequestCap | null = cap ?? null;
  context.write((tx) => {
    const columns = {
      ...(fields.rateLimit === undefined ? {} : rateColumns(fields.rateLimit)),
      ...(fields.requestCap === undefined ? {} : capColumns(fields.requestCap, tx.now)),
    };
    const { name, ...limits } = fields;
    const changes = changesBetween({ rateLimit, requestCap }, limits);
    tx.change('apiKey', id, { name }, { columns, changes });
    tx.audit({ nodeId: id, fact: { type: 'keyChanged', name: key.name ?? '', hint: key.hint } });
  });
  return apiKeyFor(store, subject, id);
};

/** Removes a key and whatever it made; what they have open ends with it. */
export const revokeApiKey = (context: OperationContext, id: string): void => {
  const key = keyFor(context, id);
  context.write((tx) => {
    const gone = withOffspring(context.store, id);
    for (const each of gone.toReversed()) tx.removeNode(each);
    const { hint, holder } = key;
    const fact = { type: 'keyRevoked', name: key.name ?? '', hint, holder, along: gone.length - 1 } as const;
    tx.audit({ nodeId: key.member_id, fact });
  });
};
