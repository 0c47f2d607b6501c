import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Grant } from '#shared/contract/grant.ts';
import type { Member } from '#shared/contract/member.ts';
import { ChangeBar } from '../../lib/access/change-bar.tsx';
import { ExtrasFields } from '../../lib/access/extras-fields.tsx';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { RefusalNotice } from '../../lib/access/refusal-notice.tsx';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { GrantEditor } from '../../lib/grants/grant-editor.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { RoleSection } from './role-section.tsx';
import { TeamsSection } from './teams-section.tsx';
import { useAccessDraft } from './use-access-draft.ts';

interface AccessProps {
  readonly member: Member;
  readonly grants: readonly Grant[];
}

const SaveDialog = (props: {
  readonly member: Member;
  readonly state: ReturnType<typeof useAccessDraft>;
  readonly onClose: () => void;
}) => {
  const { member, state, onClose } = props;
  return (
    <PreviewDialog
      title={`Change the access of ${member.name}`}
      previews={state.preview.data && [state.preview.data]}
      confirmLabel="Save"
      isBusy={state.saving.isPending}
      error={state.saving.error ?? state.preview.error}
      onConfirm={() => state.saving.mutate()}
      onClose={onClose}
    />
  );
};

const Access = ({ member, grants }: AccessProps) => {
  const { organizationId, name, role } = member;
  const [isReviewing, setReviewing] = useState(false);
  const permission = usePermission('member.update', member.organizationId);
  const state = useAccessDraft(member, grants, () => setReviewing(false));
  const { draft, preview } = state;
  const lockedReason = permission.reason ?? member.refusal;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <PageBody>
          <DraftNotice left={state.left} />
          <RefusalNotice reason={lockedReason} title="You can look at this, and change nothing" />
          <RoleSection
            member={member}
            roleId={draft.roleId ?? role.id}
            onChange={(roleId) => state.change({ roleId })}
            lockedReason={lockedReason}
          />
          <FormSection
            title="Grants"
            description="What is checked is open with everything below it. A grant gives the member’s own role there, or another one."
          >
            {role.reach === 'organization' && (
              <Notice tone="info">
                The role {role.name} already holds everywhere. A grant adds something only with a role that
                holds more.
              </Notice>
            )}
            <GrantEditor
              organizationId={organizationId}
              holder={name}
              saved={grants}
              edits={state.edits}
              onChange={(edits) => state.change({ grants: edits })}
              ownRoleLabel={`own (${role.name})`}
              lockedReason={lockedReason}
            />
          </FormSection>
          <FormSection
            title="Extras"
            description="Single permissions for the whole organization, whatever the role and the grants say."
          >
            <ExtrasFields
              organizationId={organizationId}
              extras={draft.extras ?? member.extras}
              onChange={(extras) => state.change({ extras })}
              lockedReason={lockedReason}
            />
          </FormSection>
          <TeamsSection member={member} />
        </PageBody>
      </div>
      <ChangeBar
        count={state.count}
        difference={preview.data}
        isRefused={(preview.data?.refusals.length ?? 0) > 0}
        onReview={() => setReviewing(true)}
        onDiscard={state.discard}
      />
      {isReviewing && <SaveDialog member={member} state={state} onClose={() => setReviewing(false)} />}
    </div>
  );
};

/** Role, grants and single permissions of a member; changes are gathered, previewed and saved together. */
export const MemberAccessPage = ({ member }: { readonly member: Member }) => {
  const query = useQuery(orpc.member.grants.queryOptions({ input: { memberId: member.id } }));
  return (
    <ResourcePage query={query} what="the grants" layout="edges">
      {(grants) => <Access key={member.id} member={member} grants={grants} />}
    </ResourcePage>
  );
};
