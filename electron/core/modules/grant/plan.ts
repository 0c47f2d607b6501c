import type { ChangedGrant, GrantChanges, NewGrant } from '#shared/contract/grant.ts';
import { AppError } from '#shared/model/errors.ts';
import type { GrantRow } from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import { type Objection, objections } from './objection.ts';

/** Whose grants they are: exactly one of the two. */
export interface GrantHolder {
  readonly memberId: string | null;
  readonly teamId: string | null;
}

/** A grant that a change gives or changes, and the place in the input that asks for it. */
export interface PlannedGrant {
  readonly field: string;
  readonly row: GrantRow;
  /** Absent for a new one. */
  readonly before?: GrantRow;
}

/** The grants of a member or team as a change would leave them; nothing is written. */
export interface GrantPlan {
  readonly holder: GrantHolder;
  readonly added: readonly PlannedGrant[];
  readonly updated: readonly PlannedGrant[];
  readonly removed: readonly GrantRow[];
  /** All that would be there afterwards. */
  readonly grants: readonly GrantRow[];
  readonly objections: readonly Objection[];
}

/** Member or team id. */
export const holderId = ({ memberId, teamId }: GrantHolder): string => memberId ?? teamId ?? '';

const millis = (instant: string | null | undefined): number | null => (instant ? Date.parse(instant) : null);

/** One and the same for two grants that give the same role on the same scope, whatever their ends. */
export const grantIdentity = ({
  nodeId,
  tagIds,
  roleId,
}: Pick<GrantRow, 'nodeId' | 'tagIds' | 'roleId'>): string =>
  JSON.stringify([nodeId, tagIds && [...tagIds].sort(), roleId]);

const requireLater = (field: string, endsAt: number | null, now: number): void => {
  if (endsAt === null || endsAt > now) return;
  const issues = [{ path: `${field}.endsAt`, message: 'must be later than now' }];
  throw new AppError('INVALID_INPUT', { issues });
};

const requireSingle = (field: string, row: GrantRow, all: readonly GrantRow[], now: number): void => {
  const twin = all.find((other) => other !== row && grantIdentity(other) === grantIdentity(row));
  if (!twin) return;
  const isOver = twin.endsAt !== null && twin.endsAt <= now;
  const reason = isOver
    ? 'the same grant is there and has ended; give it another end instead'
    : 'the same grant on the same scope with the same role is there already';
  throw new AppError('CONFLICT', { field, reason });
};

const added = (holder: GrantHolder, grant: NewGrant, index: number): PlannedGrant => ({
  field: `add.${index}`,
  row: {
    ...holder,
    id: `new.${index}`,
    nodeId: grant.nodeId ?? null,
    tagIds: grant.tagIds ? [...new Set(grant.tagIds)] : null,
    roleId: grant.roleId ?? null,
    endsAt: millis(grant.endsAt),
  },
});

const updated = (before: GrantRow, change: ChangedGrant, index: number): PlannedGrant => ({
  field: `update.${index}`,
  before,
  row: {
    ...before,
    ...(change.roleId === undefined ? {} : { roleId: change.roleId }),
    ...(change.endsAt === undefined ? {} : { endsAt: millis(change.endsAt) }),
  },
});

const ownGrant = (own: ReadonlyMap<string, GrantRow>, id: string): GrantRow => {
  const grant = own.get(id);
  if (!grant) throw new AppError('NOT_FOUND', { kind: 'grant', id });
  return grant;
};

const requireOnce = (changes: GrantChanges): void => {
  const ids = [...changes.remove, ...changes.update.map(({ grantId }) => grantId)];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (!twice) return;
  const issues = [{ path: 'update', message: `names the grant ${twice} twice` }];
  throw new AppError('INVALID_INPUT', { issues });
};

/**
 * Works out what a change leaves of the grants of a member or team. A grant of somebody else answers as an unknown
 * one (R14); a past end and a second grant of the same role on the same scope are objections.
 */
export const planGrants = (store: Store, holder: GrantHolder, changes: GrantChanges): GrantPlan => {
  const own = new Map(store.access.memberships.grantsOf(holderId(holder)).map((row) => [row.id, row]));
  requireOnce(changes);
  const removed = changes.remove.map((id) => ownGrant(own, id));
  const changed = changes.update.map((each, index) => updated(ownGrant(own, each.grantId), each, index));
  const fresh = changes.add.map((each, index) => added(holder, each, index));
  const touched = new Set([...removed, ...changed.map(({ before }) => before)]);
  const grants = [
    ...[...own.values()].filter((row) => !touched.has(row)),
    ...[...changed, ...fresh].map(({ row }) => row),
  ];
  const now = store.now();
  const problems = [...changed, ...fresh].flatMap(({ field, row, before }) => [
    ...objections(field, () => {
      if (row.endsAt !== before?.endsAt) requireLater(field, row.endsAt, now);
    }),
    ...objections(field, () => requireSingle(field, row, grants, now)),
  ]);
  return { holder, added: fresh, updated: changed, removed, grants, objections: problems };
};
