import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Grant } from '#shared/contract/grant.ts';
import type { Team } from '#shared/contract/team.ts';
import { ChangeBar } from '../../lib/access/change-bar.tsx';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { GrantEditor } from '../../lib/grants/grant-editor.tsx';
import { countEdits, type GrantEdits, noEdits, toGrantChanges } from '../../lib/grants/grant-edits.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { useDraft } from '../../state/draft.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { TeamMembers } from './team-members.tsx';

const sumOf = (previews: readonly { gains: number; loses: number }[] | undefined) =>
  previews && {
    gains: previews.reduce((sum, { gains }) => sum + gains, 0),
    loses: previews.reduce((sum, { loses }) => sum + loses, 0),
  };

interface TeamAccessProps {
  readonly team: Team;
  readonly grants: readonly Grant[];
}

/** Members and grants of a team; changes of grants are previewed for everybody they reach. */
export const TeamAccess = ({ team, grants }: TeamAccessProps) => {
  const { id: teamId, organizationId, name } = team;
  const [draft, setDraft, left] = useDraft<GrantEdits>(`team-grants:${teamId}`);
  const [isReviewing, setReviewing] = useState(false);
  const { reason } = usePermission('team.update', organizationId);
  const edits = draft ?? noEdits;
  const count = countEdits(grants, edits);
  const changes = toGrantChanges(grants, edits);
  const preview = useQuery(
    orpc.team.preview.queryOptions({ input: { teamId, grants: changes }, enabled: count > 0 }),
  );
  const save = useMutation({
    mutationFn: () => rpc.team.changeGrants({ teamId, ...changes }),
    onSuccess: () => {
      setDraft(undefined);
      setReviewing(false);
    },
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <PageBody>
          <DraftNotice left={left} />
          <TeamMembers team={team} />
          <FormSection
            title="Grants"
            description="What is checked is open, with everything below it, to everybody in the team."
          >
            <GrantEditor
              organizationId={organizationId}
              holder={name}
              saved={grants}
              edits={edits}
              onChange={setDraft}
              ownRoleLabel="own role of each"
              lockedReason={reason ?? team.refusal}
            />
          </FormSection>
        </PageBody>
      </div>
      <ChangeBar
        count={count}
        difference={sumOf(preview.data)}
        isRefused={preview.data?.some(({ refusals }) => refusals.length > 0) === true}
        onReview={() => setReviewing(true)}
        onDiscard={() => setDraft(undefined)}
      />
      {isReviewing && (
        <PreviewDialog
          title={`Change the grants of ${name}`}
          previews={preview.data}
          confirmLabel="Save"
          isBusy={save.isPending}
          error={preview.error ?? save.error}
          onConfirm={() => save.mutate()}
          onClose={() => setReviewing(false)}
        />
      )}
    </div>
  );
};
