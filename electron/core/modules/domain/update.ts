import type { Domain } from '#shared/contract/domain.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import type { RoutePerson } from '../../workload/index.ts';
import { requireCurrent } from '../node/index.ts';
import { certificateFor } from './certificate.ts';
import { requireFree } from './conflicts.ts';
import type { DomainContext, GivenFields } from './context.ts';
import { requireSound } from './create.ts';
import { hashPeople, openPeople, sealPeople } from './people.ts';
import { domainOf, domainRow, headerLines, nameOfDomain } from './queries.ts';
import { noteChange } from './route-row.ts';
import { putShares } from './shares.ts';

interface DomainEdit extends GivenFields {
  readonly domainId: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly version?: number | undefined;
}

/** Changes a domain, and takes it to the server of its service where that runs; answers before that is done. */
export async function updateDomain(context: DomainContext, edit: DomainEdit): Promise<Domain> {
  const { store } = context;
  const { domainId: id, people: given } = edit;
  const known = openPeople(store, domainRow(store, id));
  const people = given && (await hashPeople(given, known));
  context.judgeAgain();
  const serviceId = context.write((tx) => changeDomain(context, tx, { ...edit, people }));
  context.routing.changed(serviceId);
  return domainOf(store, id);
}

type HashedEdit = Omit<DomainEdit, 'people'> & { readonly people: readonly RoutePerson[] | undefined };

/** Changes a domain, inside the caller's transaction; answers its service. */
export function changeDomain(context: OperationContext, tx: AuditedTransaction, edit: HashedEdit): string {
  const { store } = context;
  const { domainId: id, version, people, headers, certificateId, shares, ...fields } = edit;
  const known = openPeople(store, domainRow(store, id));
  const before = domainRow(store, id);
  requireCurrent(before, version);
  const after = { ...domainOf(store, id), ...onlyGiven(fields) };
  requireSound(after);
  const kept = before.certificate_id;
  const certificate = certificateFor(store, { ...after, given: certificateId, kept });
  requireFree(context, { ...after, serviceId: before.service_id, domainId: id });
  const lines = headers && headerLines(headers);
  const shared = shares ? putShares(tx, store, { domainId: id, serviceId: before.service_id, shares }) : [];
  const besides = {
    columns: {
      ...(people ? { people: sealPeople(tx, id, people) } : {}),
      ...(people || shared.length > 0 ? { version: before.version + 1 } : {}),
    },
    changes: [
      ...(people ? [{ field: 'people', before: namesOf(known), after: namesOf(people) }] : []),
      ...shared,
    ],
  };
  tx.change('domain', id, { ...fields, certificate, name: nameOfDomain(after), headers: lines }, besides);
  noteChange(tx, before.service_id);
  return before.service_id;
}

/** What is given of the fields, without those that are left out. */
const onlyGiven = (
  fields: Omit<DomainEdit, 'domainId' | 'version' | 'people' | 'headers' | 'certificateId' | 'shares'>,
): Partial<Domain> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const namesOf = (people: readonly { readonly name: string }[]): string =>
  people.map(({ name }) => name).join(', ');
