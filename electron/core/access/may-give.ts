import type { Permission } from '#shared/model/permissions.ts';
import type { AccessIndex } from './access-index.ts';

/** The permissions by which somebody gives access to others. */
const giving: readonly Permission[] = [
  'invitation.create',
  'member.create',
  'member.update',
  'team.create',
  'team.update',
  'organization.update',
  'organization.transfer',
];

/**
 * Whether the subject may give anything to anybody in an organization. They may name its roles, teams, tags, members
 * and grants where they give or take them, also those that they may not read.
 */
export function mayGive(access: AccessIndex, subject: string, organizationId: string): boolean {
  return giving.some((permission) => access.canSomewhere(subject, permission, organizationId));
}
