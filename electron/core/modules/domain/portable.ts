import * as z from 'zod';
import { isSameValue } from '#shared/bundle/thing.ts';
import { DomainHost, DomainPort, domainFields } from '#shared/contract/domain.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import type { GivenFields } from './context.ts';
import { insertDomain } from './create.ts';
import { domainOf, domainRow } from './queries.ts';
import { changeDomain } from './update.ts';

/** Who signs in at it is told by name: a template has nobody's password. */
const people = z.array(z.string()).max(50).default([]);
const { people: _passwords, ...rest } = domainFields;
type Given = Omit<GivenFields, 'people'> & { host: string; port: number; people: readonly string[] };

/** A domain in a bundle. It is named by its host and path, so these never change. */
export const domainPortable: Portable = {
  namedByFields: true,
  fields: { ...rest, host: DomainHost, port: DomainPort, people },
  read({ store }, id) {
    const { certificate: _shown, people: known, shares, ...domain } = domainOf(store, id);
    return {
      ...domain,
      certificateId: domainRow(store, id).certificate_id,
      people: known.map(({ name }) => name),
      shares: shares.map(({ serviceId, port: to, percent }) => ({ serviceId, port: to, percent })),
    };
  },
  create({ context, tx, made, organizationId }, { parentId, fields }) {
    const { people: names, ...given } = fields as unknown as Given;
    requirePeople([], names);
    const inside = { organizationId, serviceIds: new Set(made.keys()) };
    const claim = made.has(parentId) ? { made: inside } : {};
    return insertDomain(context, tx, { ...given, serviceId: parentId, people: [], ...claim }).id;
  },
  update({ context, tx }, { id, fields }) {
    const { people: names, ...given } = fields as Partial<Given>;
    const known = domainOf(context.store, id).people.map(({ name }) => name);
    if (names !== undefined) requirePeople(known, names);
    changeDomain(context, tx, { domainId: id, ...given, people: undefined });
  },
};

/** A domain that asks for a password here must not come out open to everybody, nor the other way round. */
function requirePeople(known: readonly string[], wanted: readonly string[]): void {
  if (isSameValue(known, wanted)) return;
  const message =
    'sign in by passwords, which are in no template; skip the domain, and add it or its people by hand';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'people', message }] });
}
