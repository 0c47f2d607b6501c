import type { Team } from '#shared/contract/team.ts';
import { teamObjections } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant, requireRow } from '../node/index.ts';

const teams = sql
  .selectFrom('team')
  .innerJoin('node', 'node.id', 'team.id')
  .select(['team.id', 'node.organization_id', 'node.name', 'team.description', 'team.created_at']);

const people = sql
  .selectFrom('team_member')
  .innerJoin('member', 'member.id', 'team_member.member_id')
  .innerJoin('account', 'account.id', 'member.account_id')
  .innerJoin('node as role', 'role.id', 'member.role_id')
  .select(['team_member.team_id', 'member.id', 'account.name', 'account.email', 'role.name as role'])
  .orderBy('account.name');

interface Row {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string | null;
  readonly description: string;
  readonly created_at: number;
}
interface Person {
  readonly team_id: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string | null;
}

const toTeam = (context: OperationContext, row: Row, persons: readonly Person[]): Team => {
  const { access } = context.store;
  const you = access.effective(context.caller.subject, row.organization_id)?.memberId;
  const [refusal] = teamObjections(context, row.id, 'team.update');
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    description: row.description,
    members: persons
      .filter(({ id }) => access.canRead(context.caller.subject, id))
      .map(({ id, name, email, role }) => ({ id, name, email, role: role ?? '', isYou: id === you })),
    grantCount: access.memberships.grantsOf(row.id).length,
    createdAt: instant(row.created_at),
    ...(refusal ? { refusal: refusal.error.message } : {}),
  };
};

export const teamOf = (context: OperationContext, id: string): Team => {
  const { database } = context.store;
  const row = requireRow(database.first(teams.where('team.id', '=', id)), 'team', id);
  return toTeam(context, row, database.all(people.where('team_member.team_id', '=', id)));
};

/** The teams of an organization, by name. */
export const teamsOf = (context: OperationContext, organizationId: string): Team[] => {
  const { database } = context.store;
  const rows = database.all(teams.where('node.parent_id', '=', organizationId).orderBy('node.name'));
  const persons = database.all(people.where('member.organization_id', '=', organizationId));
  const byTeam = Map.groupBy(persons, (person) => person.team_id);
  return rows.map((row) => toTeam(context, row, byTeam.get(row.id) ?? []));
};
