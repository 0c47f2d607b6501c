import type { MemberRemoval } from '#shared/contract/member.ts';
import { counted } from '../../lib/format.ts';

/** What goes with a member and what stays, line by line. */
export const removalLines = ({
  grants,
  apiKeys,
  teams,
  otherOrganizations,
  email,
}: MemberRemoval): string[] => [
  `${counted(grants, 'grant')} and ${counted(apiKeys, 'API key')} are deleted`,
  ...(teams.length > 0 ? [`Leaves ${teams.map(({ name }) => name).join(', ')}`] : []),
  otherOrganizations === 0
    ? `The account ${email} stays, and belongs to no other organization here`
    : `The account ${email} stays, with its ${counted(otherOrganizations, 'other organization')}`,
  'What they made stays with the organization',
];
