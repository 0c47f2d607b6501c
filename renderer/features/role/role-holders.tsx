import type { RoleHolders } from '#shared/contract/role.ts';

/** Whether deleting the role needs a replacement. */
export const isInUse = ({ members, grants, invitations, isDefault }: RoleHolders): boolean =>
  isDefault || members.length + grants.length + invitations.length > 0;

/** Who and what has a role. */
export const RoleHoldersList = ({ holders }: { readonly holders: RoleHolders }) => {
  if (!isInUse(holders)) return <p className="text-muted">Nobody.</p>;
  const { members, grants, invitations, isDefault } = holders;
  return (
    <ul className="flex flex-col gap-0.5">
      {members.map(({ memberId, name, email, isSuspended }) => (
        <li key={memberId}>
          {name} <span className="text-muted">{email}</span>
          {isSuspended && <span className="text-muted"> · suspended</span>}
        </li>
      ))}
      {grants.map(({ grantId, holder, scope }) => (
        <li key={grantId}>
          {holder} <span className="text-muted">by a grant on {scope}</span>
        </li>
      ))}
      {invitations.map(({ invitationId, email }) => (
        <li key={invitationId}>
          {email} <span className="text-muted">by an invitation</span>
        </li>
      ))}
      {isDefault && <li>New members, as the default role</li>}
    </ul>
  );
};
