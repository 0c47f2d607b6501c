import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { acceptInvitation } from './accept.ts';
import { cancelInvitation } from './cancel.ts';
import type { InvitationParts } from './context.ts';
import { createInvitation } from './create.ts';
import { acceptReceived, declineReceived, inboxOf } from './inbox.ts';
import { lookAt } from './look.ts';
import { offerOf } from './offer.ts';
import { previewOffer } from './preview.ts';
import { invitationsFor } from './queries.ts';
import { registerByInvitation } from './register.ts';
import { resendInvitation } from './resend.ts';

export function createInvitationRouter({
  rpc: plain,
  host,
  sessions,
  wrongSecrets,
}: InvitationParts & { readonly rpc: Rpc }): RouterOf<Contract['invitation']> {
  const rpc = withParts(plain, { host, sessions, wrongSecrets });
  return {
    list: rpc.invitation.list.handler(({ input, context }) => invitationsFor(context, input.organizationId)),
    create: rpc.invitation.create.handler(({ input, context }) =>
      createInvitation(context, { ...input, offer: offerOf(input) }),
    ),
    preview: rpc.invitation.preview.handler(({ input, context }) => previewOffer(context, offerOf(input))),
    resend: rpc.invitation.resend.handler(({ input, context }) => resendInvitation(context, input)),
    cancel: rpc.invitation.cancel.handler(({ input, context }) =>
      cancelInvitation(context, input.invitationId),
    ),
    look: rpc.invitation.look.handler(({ input, context }) => lookAt(context, input.secret)),
    register: rpc.invitation.register.handler(({ input, context }) => registerByInvitation(context, input)),
    inbox: rpc.invitation.inbox.handler(({ context }) => inboxOf(context)),
    acceptReceived: rpc.invitation.acceptReceived.handler(({ input, context }) =>
      acceptReceived(context, input.invitation),
    ),
    declineReceived: rpc.invitation.declineReceived.handler(({ input, context }) =>
      declineReceived(context, input.invitation),
    ),
    accept: rpc.invitation.accept.handler(({ input, context }) => acceptInvitation(context, input.secret)),
  };
}
