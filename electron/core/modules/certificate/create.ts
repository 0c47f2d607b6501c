import type { Certificate } from '#shared/contract/certificate.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { certificateOf, sealKey } from './queries.ts';
import { type Pair, readPair } from './read-pair.ts';

interface NewCertificate {
  readonly organizationId: string;
  readonly name: string;
  readonly chain: string;
  readonly privateKey: string;
}

/** Keeps a certificate with its key, once both were read; INVALID_INPUT names the field that is wrong. */
export function createCertificate(context: OperationContext, input: NewCertificate): Certificate {
  const { store } = context;
  const { organizationId, name } = input;
  const pair = readPair(input, store.now());
  const id = context.write((tx) => {
    const made = tx.createNode({ kind: 'certificate', parentId: organizationId, name });
    tx.database.run(
      sql.insertInto('certificate').values({
        id: made,
        organization_id: organizationId,
        ...columnsOf(pair),
        private_key: sealKey(tx.sealer, made, pair.privateKey),
        created_at: tx.now,
        given_at: tx.now,
      }),
    );
    tx.audit({ nodeId: made, fact: { type: 'created' }, changes: toldOf(pair) });
    return made;
  });
  return certificateOf(store, id);
}

/** What is kept of a certificate in the open. */
export const columnsOf = ({ chain, hosts, issuer, keyType, fingerprint, notBefore, notAfter }: Pair) => ({
  chain,
  hosts: JSON.stringify(hosts),
  issuer,
  key_type: keyType,
  fingerprint,
  not_before: notBefore,
  not_after: notAfter,
});

/** What the trail tells of a certificate. */
export const toldOf = ({ hosts, issuer, fingerprint, notAfter }: Pair) =>
  Object.entries({
    hosts: hosts.slice(0, 20).join(', '),
    issuer,
    fingerprint,
    notAfter: new Date(notAfter).toISOString(),
  }).map(([field, after]) => ({ field, after }));
