import type { AccessMatrix } from '#shared/contract/access.ts';
import { demandedPermissions } from '#shared/model/permissions.ts';
import { bitOf, hasBit, type IndexedNode, isAtOrAbove, type Source, sourcesOf } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireRow } from '../node/index.ts';
import { memberName, placeOf, toSource } from './view.ts';

const rowsOf = (places: readonly IndexedNode[], sources: readonly Source[]): AccessMatrix['rows'] => {
  const over = places.map((place) =>
    sources.flatMap((source, index) =>
      isAtOrAbove(source.place, place) ? [{ bits: source.bits, index }] : [],
    ),
  );
  return demandedPermissions.map((permission) => {
    const bit = bitOf(permission);
    const [kind = '', verb = ''] = permission.split('.');
    const cells = over.map((held) => held.flatMap(({ bits, index }) => (hasBit(bits, bit) ? [index] : [])));
    return { kind, verb, permission, cells };
  });
};

/** All that a member may, with the reason of each; places that the caller cannot see are counted, not named (R15). */
export const matrixOf = (context: OperationContext, memberId: string): AccessMatrix => {
  const { store, caller } = context;
  const { access } = store;
  const facts = requireRow(access.memberships.factsOf(memberId), 'member', memberId);
  const { organizationId, isSuspended } = facts.member;
  const organization = requireRow(access.node(organizationId), 'organization', organizationId);
  const all = sourcesOf(access, memberId, store.now());
  const sources = all.filter(({ place }) => access.canSee(caller.subject, place.id));
  const paths = new Map([organization, ...sources.map(({ place }) => place)].map((at) => [at, placeOf(at)]));
  const [, ...others] = [...paths.keys()];
  others.sort((a, b) => (paths.get(a)?.path ?? '').localeCompare(paths.get(b)?.path ?? ''));
  const places = [organization, ...others];
  const hidden =
    new Set(all.map(({ place }) => place)).size - new Set(sources.map(({ place }) => place)).size;
  return {
    memberId,
    memberName: memberName(context, memberId),
    role: facts.role.name,
    isSuspended,
    places: places.flatMap((place) => paths.get(place) ?? []),
    hiddenPlaces: hidden,
    sources: sources.map((source) => toSource(context, source)),
    rows: rowsOf(places, sources),
  };
};
