import { useMutation, useQuery } from '@tanstack/react-query';
import type { Grant } from '#shared/contract/grant.ts';
import type { Member } from '#shared/contract/member.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { sameExtras } from '../../lib/access/extra-flags.ts';
import { countEdits, type GrantEdits, noEdits, toGrantChanges } from '../../lib/grants/grant-edits.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { useDraft } from '../../state/draft.ts';

/** Unsaved changes of one member's access; what is absent stays as it is. */
export interface AccessDraft {
  readonly roleId?: string | undefined;
  readonly extras?: readonly string[] | undefined;
  readonly grants?: GrantEdits | undefined;
}

const permissionsOf = (extras: readonly string[]): Permission[] => extras.filter(isPermission);

/** The draft as the host takes it; undefined where it changes nothing. */
export const changeOf = (member: Member, saved: readonly Grant[], draft: AccessDraft) => {
  const { roleId, extras, grants } = draft;
  const isRole = roleId !== undefined && roleId !== member.role.id;
  const isExtras = extras !== undefined && !sameExtras(extras, member.extras);
  const edits = grants ? countEdits(saved, grants) : 0;
  return {
    count: (isRole ? 1 : 0) + (isExtras ? 1 : 0) + edits,
    input: {
      ...(isRole ? { roleId } : {}),
      ...(isExtras ? { extras: permissionsOf(extras) } : {}),
      ...(edits > 0 && grants ? { grants: toGrantChanges(saved, grants) } : {}),
    },
  };
};

/** The unsaved changes of a member's access, what they would do, and saving them. */
export const useAccessDraft = (member: Member, saved: readonly Grant[], onSaved: () => void) => {
  const [kept, setDraft, left] = useDraft<AccessDraft>(`member-access:${member.id}`);
  const draft = kept ?? {};
  const { count, input } = changeOf(member, saved, draft);
  const preview = useQuery(
    orpc.member.preview.queryOptions({
      input: { memberId: member.id, ...input },
      enabled: count > 0,
      placeholderData: (before) => before,
    }),
  );
  const saving = useMutation({
    mutationFn: () => rpc.member.changeAccess({ memberId: member.id, ...input }),
    onSuccess: () => {
      setDraft(undefined);
      onSaved();
    },
  });
  return {
    draft,
    left,
    edits: draft.grants ?? noEdits,
    count,
    preview: count > 0 && !preview.isPlaceholderData ? preview : { ...preview, data: undefined },
    saving,
    change: (part: AccessDraft) => setDraft({ ...draft, ...part }),
    discard: () => setDraft(undefined),
  };
};
