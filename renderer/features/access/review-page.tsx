import { useQuery } from '@tanstack/react-query';
import type { AccessReview } from '#shared/contract/access.ts';
import { permissionGroups } from '../../lib/access/permission-words.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { age, formatDay } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { activityFreshness, lastActivity, lastUse } from '../../lib/last-activity.ts';
import { memberPath } from '../../lib/navigation.ts';
import { Badge } from '../../ui/badge.tsx';
import { KeyAction, MemberAction, TakeGrantAction } from './review-actions.tsx';
import { ReviewTable } from './review-table.tsx';
import { earlyWords, holderPath, isOwner, untilWords, whereWords } from './review-words.ts';

interface PartProps {
  readonly organizationId: string;
  readonly review: AccessReview;
}

const Person = (props: { readonly organizationId: string; readonly id: string; readonly name: string }) => (
  <AppLink to={memberPath(props.organizationId, props.id)} className="font-medium hover:underline">
    {props.name}
  </AppLink>
);

const Grants = ({
  organizationId,
  grants,
  title,
  empty,
  note,
}: {
  readonly organizationId: string;
  readonly grants: AccessReview['unusedGrants'];
  readonly title: string;
  readonly empty: string;
  readonly note?: string | undefined;
}) => (
  <ReviewTable
    title={title}
    empty={empty}
    note={note}
    rows={grants}
    rowKey={({ grantId }) => grantId}
    columns={[
      {
        id: 'holder',
        header: 'Whose',
        cell: ({ holder }) => (
          <AppLink to={holderPath(organizationId, holder)} className="font-medium hover:underline">
            {holder.type === 'team' ? `team ${holder.name}` : holder.name}
          </AppLink>
        ),
      },
      { id: 'where', header: 'On', cell: (grant) => whereWords(grant) },
      { id: 'role', header: 'Role there', width: '8rem', cell: ({ role }) => role ?? 'own role' },
      {
        id: 'used',
        header: 'Last used',
        width: '9rem',
        cell: ({ usedAt, createdAt }) => lastUse({ usedAt, givenAt: createdAt }),
      },
      { id: 'ends', header: 'Ends', width: '8rem', cell: ({ endsAt }) => untilWords(endsAt) },
      {
        id: 'act',
        header: 'Act',
        hidesHeader: true,
        width: '6rem',
        align: 'right',
        cell: (grant) => <TakeGrantAction organizationId={organizationId} grant={grant} />,
      },
    ]}
  />
);

const Members = ({ organizationId, review }: PartProps) => (
  <ReviewTable
    title="Members, longest inactive first"
    empty="Nobody is here."
    rows={review.members}
    rowKey={({ memberId }) => memberId}
    columns={[
      {
        id: 'name',
        header: 'Member',
        cell: ({ memberId, name }) => <Person organizationId={organizationId} id={memberId} name={name} />,
      },
      { id: 'role', header: 'Role', width: '8rem', cell: ({ role }) => role },
      {
        id: 'active',
        header: 'Last activity',
        width: '13rem',
        cell: (member) => (member.activeAt ? lastActivity(member) : `never, joined ${age(member.joinedAt)}`),
      },
      {
        id: 'state',
        header: 'Status',
        width: '6rem',
        cell: ({ isSuspended }) => (isSuspended ? <Badge tone="degraded">suspended</Badge> : 'active'),
      },
      {
        id: 'act',
        header: 'Act',
        hidesHeader: true,
        width: '6rem',
        align: 'right',
        cell: (member) => <MemberAction organizationId={organizationId} member={member} />,
      },
    ]}
  />
);

const UnusedPermissions = ({ organizationId, review }: PartProps) => (
  <ReviewTable
    title="Permissions held and not used for 90 days"
    empty="Everybody has used what they hold."
    note={earlyWords(review.newMembers, 'member')}
    rows={review.unusedPermissions}
    rowKey={({ memberId }) => memberId}
    columns={[
      {
        id: 'name',
        header: 'Member',
        width: '12rem',
        cell: ({ memberId, name }) => <Person organizationId={organizationId} id={memberId} name={name} />,
      },
      {
        id: 'count',
        header: 'Unused',
        width: '7rem',
        cell: ({ permissions, held }) => `${permissions.length} of ${held}`,
      },
      {
        id: 'which',
        header: 'Which',
        cell: ({ permissions }) => {
          const text = permissionGroups(permissions)
            .map((group) => group.text)
            .join(' · ');
          return (
            <span title={text} className="text-secondary">
              {text}
            </span>
          );
        },
      },
      {
        id: 'act',
        header: 'Act',
        hidesHeader: true,
        width: '6rem',
        align: 'right',
        cell: ({ memberId }) =>
          isOwner(review, memberId) ? (
            <span
              className="text-muted text-sm"
              title="The Owner holds everything; only a transfer changes that."
            >
              Owner
            </span>
          ) : (
            <AppLink to={memberPath(organizationId, memberId)} className="text-accent text-sm underline">
              Narrow…
            </AppLink>
          ),
      },
    ]}
  />
);

const Keys = ({ organizationId, review }: PartProps) => (
  <ReviewTable
    title="API keys, longest unused first"
    empty="There are no API keys."
    rows={review.apiKeys}
    rowKey={({ apiKeyId }) => apiKeyId}
    columns={[
      { id: 'name', header: 'Key', cell: ({ name }) => name },
      {
        id: 'whose',
        header: 'Whose',
        cell: ({ memberId, memberName }) => (
          <Person organizationId={organizationId} id={memberId} name={memberName} />
        ),
      },
      {
        id: 'used',
        header: 'Last used',
        width: '8rem',
        cell: ({ usedAt }) => (usedAt ? age(usedAt) : 'never'),
      },
      { id: 'ends', header: 'Expires', width: '8rem', cell: ({ expiresAt }) => untilWords(expiresAt) },
      {
        id: 'act',
        header: 'Act',
        hidesHeader: true,
        width: '6rem',
        align: 'right',
        cell: (key) => <KeyAction apiKey={key} />,
      },
    ]}
  />
);

/** What an organization looks at now and then, so that nobody holds more than they need. */
export const ReviewPage = ({ organizationId }: { readonly organizationId: string }) => {
  const query = useQuery(
    orpc.access.review.queryOptions({ input: { organizationId }, ...activityFreshness }),
  );
  return (
    <ResourcePage query={query} what="who uses what">
      {(review) => (
        <>
          <p className="text-secondary">
            Used means used since {formatDay(review.since)}. Take what nobody misses: it can be given again at
            any time.
          </p>
          <Grants
            organizationId={organizationId}
            grants={review.endingGrants}
            title="Grants that end within 30 days"
            empty="No grant is about to end."
          />
          <Grants
            organizationId={organizationId}
            grants={review.unusedGrants}
            title="Grants that were not used"
            empty="No grant lies unused."
            note={earlyWords(review.newGrants, 'grant')}
          />
          <UnusedPermissions organizationId={organizationId} review={review} />
          <Members organizationId={organizationId} review={review} />
          <Keys organizationId={organizationId} review={review} />
        </>
      )}
    </ResourcePage>
  );
};
