import type { ChangedGrant, GrantChanges, NewGrant } from '#shared/contract/grant.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import type { GrantRow } from '../rows.ts';
import type { Objection } from './objection.ts';

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

/**
 * Works out what a change leaves of the grants of a member or team. A grant of somebody else answers as an unknown
 * one (R14); a past end and a second grant of the same role on the same scope are objections.
 */
export function planGrants(store: Store, holder: GrantHolder, changes: GrantChanges): GrantPlan {
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
  const objections = [...changed, ...fresh].flatMap((each) => planObjections(each, grants, store.now()));
  return { holder, added: fresh, updated: changed, removed, grants, objections };
}

/** Member or team id. */
export function holderId({ memberId, teamId }: GrantHolder): string {
  return memberId ?? teamId ?? '';
}

/** One and the same for two grants that give the same role on the same scope, whatever their ends. */
export function grantIdentity({
  nodeId,
  tagIds,
  roleId,
}: Pick<GrantRow, 'nodeId' | 'tagIds' | 'roleId'>): string {
  return JSON.stringify([nodeId, tagIds && [...tagIds].sort(), roleId]);
}

function planObjections(planned: PlannedGrant, all: readonly GrantRow[], now: number): Objection[] {
  const { field, row, before } = planned;
  const isOver = row.endsAt !== before?.endsAt && row.endsAt !== null && row.endsAt <= now;
  const issues = [{ path: `${field}.endsAt`, message: 'must be later than now' }];
  const ends = isOver ? [{ field, error: new AppError('INVALID_INPUT', { issues }) }] : [];
  return [...ends, ...twinObjections(planned, all, now)];
}

function twinObjections({ field, row }: PlannedGrant, all: readonly GrantRow[], now: number): Objection[] {
  const twin = all.find((other) => other !== row && grantIdentity(other) === grantIdentity(row));
  if (!twin) return [];
  const isOver = twin.endsAt !== null && twin.endsAt <= now;
  const reason = isOver
    ? 'the same grant is there and has ended; give it another end instead'
    : 'the same grant on the same scope with the same role is there already';
  return [{ field, error: new AppError('CONFLICT', { field, reason }) }];
}

function added(holder: GrantHolder, grant: NewGrant, index: number): PlannedGrant {
  return {
    field: `add.${index}`,
    row: {
      ...holder,
      id: `new.${index}`,
      nodeId: grant.nodeId ?? null,
      tagIds: grant.tagIds ? [...new Set(grant.tagIds)] : null,
      roleId: grant.roleId ?? null,
      endsAt: millis(grant.endsAt),
    },
  };
}

function updated(before: GrantRow, change: ChangedGrant, index: number): PlannedGrant {
  return {
    field: `update.${index}`,
    before,
    row: {
      ...before,
      ...(change.roleId === undefined ? {} : { roleId: change.roleId }),
      ...(change.endsAt === undefined ? {} : { endsAt: millis(change.endsAt) }),
    },
  };
}

function millis(instant: string | null | undefined): number | null {
  return instant ? Date.parse(instant) : null;
}

function ownGrant(own: ReadonlyMap<string, GrantRow>, id: string): GrantRow {
  const grant = own.get(id);
  if (!grant) throw new AppError('NOT_FOUND', { kind: 'grant', id });
  return grant;
}

function requireOnce(changes: GrantChanges): void {
  const ids = [...changes.remove, ...changes.update.map(({ grantId }) => grantId)];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (!twice) return;
  const issues = [{ path: 'update', message: `names the grant ${twice} twice` }];
  throw new AppError('INVALID_INPUT', { issues });
}
