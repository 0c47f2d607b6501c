import type { Domain } from '#shared/contract/domain.ts';
import { requireFree } from './conflicts.ts';
import type { DomainContext, GivenFields } from './context.ts';
import { requireSound } from './create.ts';
import { hashPeople, openPeople, sealPeople } from './people.ts';
import { domainOf, domainRow, headerLines, nameOfDomain, requireCurrent } from './queries.ts';
import { noteChange } from './route-row.ts';

interface DomainEdit extends GivenFields {
  readonly domainId: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly version?: number | undefined;
}

/** Changes a domain, and takes it to the server of its service where that runs; answers before that is done. */
export async function updateDomain(context: DomainContext, edit: DomainEdit): Promise<Domain> {
  const { store } = context;
  const { domainId: id, version, people: given, headers, ...fields } = edit;
  const known = openPeople(store, domainRow(store, id));
  const people = given && (await hashPeople(given, known));
  context.judgeAgain();
  const serviceId = context.write((tx) => {
    const before = domainRow(store, id);
    requireCurrent(before, version);
    const after = { ...domainOf(store, id), ...onlyGiven(fields) };
    requireSound(after);
    requireFree(context, { ...after, serviceId: before.service_id, domainId: id });
    const lines = headers && headerLines(headers);
    const sealed = people && {
      columns: { people: sealPeople(tx, id, people), version: before.version + 1 },
      changes: [{ field: 'people', before: namesOf(known), after: namesOf(people) }],
    };
    tx.change('domain', id, { ...fields, name: nameOfDomain(after), headers: lines }, sealed);
    noteChange(tx, before.service_id);
    return before.service_id;
  });
  context.routing.changed(serviceId);
  return domainOf(store, id);
}

/** What is given of the fields, without those that are left out. */
const onlyGiven = (
  fields: Omit<DomainEdit, 'domainId' | 'version' | 'people' | 'headers'>,
): Partial<Domain> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const namesOf = (people: readonly { readonly name: string }[]): string =>
  people.map(({ name }) => name).join(', ');
