import { bitsOf } from './bits.ts';
import type { HeldGrant, IndexedRole, MemberFacts } from './effective.ts';
import type { IndexedNode } from './indexed-node.ts';
import type { GrantRow, KeyRow, MemberRow, RoleRow, TeamRow } from './rows.ts';

/** Roles, members, teams, grants and API keys as rows, by id: what the index compiles, and "what if" starts from. */
export class Memberships {
  readonly #roles = new Map<string, IndexedRole>();
  readonly #members = new Map<string, MemberRow>();
  /** Ids of members who are suspended: few, so that asking for them goes through no others. */
  readonly #suspended = new Set<string>();
  readonly #teams = new Map<string, TeamRow>();
  readonly #teamsOf = new Map<string, Set<string>>();
  readonly #grants = new Map<string, GrantRow>();
  /** Grant ids by the id of the member or team that has them. */
  readonly #grantsOf = new Map<string, Set<string>>();
  /** Grant ids by the id of the node they are on. */
  readonly #grantsOn = new Map<string, Set<string>>();
  readonly #keys = new Map<string, KeyRow>();
  readonly #keysOf = new Map<string, Set<string>>();

  role(id: string): IndexedRole | undefined {
    return this.#roles.get(id);
  }

  member(id: string): MemberRow | undefined {
    return this.#members.get(id);
  }

  team(id: string): TeamRow | undefined {
    return this.#teams.get(id);
  }

  grant(id: string): GrantRow | undefined {
    return this.#grants.get(id);
  }

  members(): Iterable<MemberRow> {
    return this.#members.values();
  }

  suspendedMembers(): MemberRow[] {
    return [...this.#suspended].flatMap((id) => this.#members.get(id) ?? []);
  }

  roles(): Iterable<IndexedRole> {
    return this.#roles.values();
  }

  grants(): Iterable<GrantRow> {
    return this.#grants.values();
  }

  keysOf(memberId: string): KeyRow[] {
    return [...(this.#keysOf.get(memberId) ?? [])].flatMap((id) => this.#keys.get(id) ?? []);
  }

  eachKeyOf(memberId: string, each: (keyId: string) => void): void {
    const ids = this.#keysOf.get(memberId);
    if (ids) for (const id of ids) each(id);
  }

  teamsOf(memberId: string): readonly string[] {
    return [...(this.#teamsOf.get(memberId) ?? [])];
  }

  /** The grants of one member or team, without those that come by way of a team. */
  grantsOf(subjectId: string): GrantRow[] {
    return [...(this.#grantsOf.get(subjectId) ?? [])].flatMap((id) => this.#grants.get(id) ?? []);
  }

  grantsOn(nodeId: string): GrantRow[] {
    return [...(this.#grantsOn.get(nodeId) ?? [])].flatMap((id) => this.#grants.get(id) ?? []);
  }

  setRole(row: RoleRow): void {
    this.#roles.set(row.id, { ...row, bits: bitsOf(row.permissions) });
  }

  setMember(row: MemberRow): void {
    this.#members.set(row.id, row);
    if (row.isSuspended) this.#suspended.add(row.id);
    else this.#suspended.delete(row.id);
  }

  setTeam(row: TeamRow): void {
    for (const id of this.#teams.get(row.id)?.memberIds ?? []) this.#teamsOf.get(id)?.delete(row.id);
    this.#teams.set(row.id, row);
    for (const id of row.memberIds) entry(this.#teamsOf, id).add(row.id);
  }

  setGrant(row: GrantRow): void {
    this.removeGrant(row.id);
    this.#grants.set(row.id, row);
    entry(this.#grantsOf, row.memberId ?? row.teamId ?? '').add(row.id);
    if (row.nodeId) entry(this.#grantsOn, row.nodeId).add(row.id);
  }

  removeGrant(id: string): void {
    const row = this.#grants.get(id);
    if (!row) return;
    this.#grants.delete(id);
    this.#grantsOf.get(row.memberId ?? row.teamId ?? '')?.delete(id);
    if (row.nodeId) this.#grantsOn.get(row.nodeId)?.delete(id);
  }

  setKey(row: KeyRow): void {
    this.#keys.set(row.id, row);
    entry(this.#keysOf, row.memberId).add(row.id);
  }

  /**
   * Forgets whatever hung on a node that is gone; answers the ids of grants that went with it, and of the members
   * whose access may differ now.
   */
  forget({ id, kind }: IndexedNode): { grantIds: string[]; memberIds: string[] } {
    const gone = [
      ...this.grantsOn(id),
      ...this.grantsOf(id),
      ...[this.#grants.get(id)].flatMap((row) => row ?? []),
    ];
    const memberIds = new Set(gone.flatMap((row) => this.holdersOf(row)));
    for (const memberId of this.#teams.get(id)?.memberIds ?? []) memberIds.add(memberId);
    const holder = this.#keys.get(id)?.memberId;
    if (holder) memberIds.add(holder);
    for (const grant of gone) this.removeGrant(grant.id);
    if (kind === 'team') this.#forgetTeam(id);
    if (kind === 'member') this.#forgetMember(id);
    this.#roles.delete(id);
    this.#keys.delete(id);
    this.#keysOf.get(holder ?? '')?.delete(id);
    return { grantIds: gone.map((grant) => grant.id), memberIds: [...memberIds] };
  }

  #forgetTeam(id: string): void {
    for (const memberId of this.#teams.get(id)?.memberIds ?? []) this.#teamsOf.get(memberId)?.delete(id);
    this.#teams.delete(id);
    this.#grantsOf.delete(id);
  }

  #forgetMember(id: string): void {
    for (const teamId of this.#teamsOf.get(id) ?? []) {
      const team = this.#teams.get(teamId);
      if (team) this.#teams.set(teamId, { ...team, memberIds: team.memberIds.filter((each) => each !== id) });
    }
    this.#members.delete(id);
    this.#suspended.delete(id);
    this.#teamsOf.delete(id);
    this.#grantsOf.delete(id);
    this.#keysOf.delete(id);
  }

  /** The members that a grant reaches. */
  holdersOf({ memberId, teamId }: Pick<GrantRow, 'memberId' | 'teamId'>): readonly string[] {
    if (memberId !== null) return [memberId];
    return this.#teams.get(teamId ?? '')?.memberIds ?? [];
  }

  /** The members whose access a role decides: who has it, and who has a grant that names it. */
  membersUnder(roleId: string): string[] {
    const own = [...this.#members.values()].filter((member) => member.roleId === roleId).map(({ id }) => id);
    const granted = [...this.#grants.values()].filter((grant) => grant.roleId === roleId);
    return [...new Set([...own, ...granted.flatMap((grant) => this.holdersOf(grant))])];
  }

  /** A grant as a member of this role has it. */
  held(grant: GrantRow, own: IndexedRole): HeldGrant {
    const role = grant.roleId === null ? own : this.#roles.get(grant.roleId);
    if (!role) throw new Error(`grant ${grant.id} has the unknown role ${grant.roleId}`);
    return { grant, role };
  }

  /** All that decides what a member may, teams included. */
  factsOf(memberId: string): MemberFacts | undefined {
    const member = this.#members.get(memberId);
    if (!member) return undefined;
    const role = this.#roles.get(member.roleId);
    if (!role) throw new Error(`member ${memberId} has the unknown role ${member.roleId}`);
    const grants = [memberId, ...this.teamsOf(memberId)].flatMap((id) => this.grantsOf(id));
    return {
      member,
      role,
      extras: bitsOf(member.extras),
      grants: grants.map((grant) => this.held(grant, role)),
    };
  }

  /** The earliest end of a grant or key that still lies ahead. */
  nextEnd(now: number): number {
    const ends = [...this.#grants.values(), ...this.#keys.values()].flatMap(({ endsAt }) => endsAt ?? []);
    return ends.filter((end) => end > now).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  }
}

const entry = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const known = map.get(key);
  if (known) return known;
  const fresh = new Set<string>();
  map.set(key, fresh);
  return fresh;
};
