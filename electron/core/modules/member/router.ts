import type { Contract } from '#shared/contract/index.ts';
import type { Usage } from '../../access/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { grantsOfMember } from '../grant/index.ts';
import { changeManyMembers, changeMember, previewMany, removeOne } from './bulk.ts';
import { changeAccess, changeMemberGrants, previewMember } from './change-access.ts';
import { createMember } from './create.ts';
import { withLastActivity } from './last-activity.ts';
import { memberOf, membersOf, removalOf } from './queries.ts';

interface MemberParts {
  readonly rpc: Rpc;
  readonly usage: Pick<Usage, 'activeAt'>;
}

export function createMemberRouter({ rpc, usage }: MemberParts): RouterOf<Contract['member']> {
  return {
    list: rpc.member.list.handler(({ input, context }) =>
      membersOf(context, input).map((member) => withLastActivity(usage, member)),
    ),
    get: rpc.member.get.handler(({ input, context }) =>
      withLastActivity(usage, memberOf(context, input.memberId)),
    ),
    create: rpc.member.create.handler(({ input, context }) => createMember(context, input)),
    setRole: rpc.member.setRole.handler(({ input, context }) => changeAccess(context, input)),
    setExtras: rpc.member.setExtras.handler(({ input, context }) =>
      changeAccess(context, { memberId: input.memberId, extras: input.permissions }),
    ),
    changeAccess: rpc.member.changeAccess.handler(({ input, context }) => changeAccess(context, input)),
    suspend: rpc.member.suspend.handler(({ input, context }) =>
      changeMember(context, input.memberId, { type: 'suspend' }),
    ),
    restore: rpc.member.restore.handler(({ input, context }) =>
      changeMember(context, input.memberId, { type: 'restore' }),
    ),
    removal: rpc.member.removal.handler(({ input, context }) => removalOf(context, input.memberId)),
    remove: rpc.member.remove.handler(({ input, context }) => removeOne(context, input.memberId)),
    grants: rpc.member.grants.handler(({ input, context }) => grantsOfMember(context, input.memberId)),
    changeGrants: rpc.member.changeGrants.handler(({ input, context }) => changeMemberGrants(context, input)),
    preview: rpc.member.preview.handler(({ input, context }) => previewMember(context, input)),
    bulk: rpc.member.bulk.handler(({ input, context }) => changeManyMembers(context, input)),
    bulkPreview: rpc.member.bulkPreview.handler(({ input, context }) => previewMany(context, input)),
  };
}
