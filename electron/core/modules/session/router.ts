import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { SessionParts } from './context.ts';
import { draftKeyOf } from './draft-key.ts';
import { revokeOthers, revokeSession, signOut } from './end-sessions.ts';
import { lockSession, noteActivity, setIdleLock, unlockSession } from './lock.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { openSessionsOf, sessionOf } from './queries.ts';
import { resume } from './resume.ts';
import { runFirst } from './run-first.ts';
import { setPassword } from './set-password.ts';
import { signIn } from './sign-in.ts';
import { confirmTwoFactor, disableTwoFactor, startTwoFactor } from './two-factor.ts';
import { updateProfile } from './update-profile.ts';

export function createSessionRouter({
  rpc: plain,
  host,
  sessions,
}: SessionParts & { readonly rpc: Rpc }): RouterOf<Contract['session']> {
  const rpc = withParts(plain, { host, sessions });
  return {
    current: rpc.session.current.handler(({ context }) => sessionOf(context)),
    firstRun: rpc.session.firstRun.handler(({ input, context }) => runFirst(context, input)),
    signIn: rpc.session.signIn.handler(({ input, context }) => signIn(context, input)),
    resume: rpc.session.resume.handler(({ input, context }) => resume(context, input.sessionToken)),
    signOut: rpc.session.signOut.handler(({ context }) => signOut(context)),
    sessions: rpc.session.sessions.handler(({ context }) => openSessionsOf(context)),
    revokeSession: rpc.session.revokeSession.handler(({ input, context }) =>
      revokeSession(context, input.session),
    ),
    revokeOthers: rpc.session.revokeOthers.handler(({ context }) => revokeOthers(context)),
    setPassword: rpc.session.setPassword.handler(({ input, context }) => setPassword(context, input)),
    lock: rpc.session.lock.handler(({ context }) => lockSession(context)),
    unlock: rpc.session.unlock.handler(({ input, context }) => unlockSession(context, input.password)),
    noteActivity: rpc.session.noteActivity.handler(({ context }) => noteActivity(context)),
    setIdleLock: rpc.session.setIdleLock.handler(({ input, context }) =>
      setIdleLock(context, input.lockAfterMinutes),
    ),
    startTwoFactor: rpc.session.startTwoFactor.handler(({ input, context }) =>
      startTwoFactor(context, input.password),
    ),
    confirmTwoFactor: rpc.session.confirmTwoFactor.handler(({ input, context }) =>
      confirmTwoFactor(context, input.code),
    ),
    disableTwoFactor: rpc.session.disableTwoFactor.handler(({ input, context }) =>
      disableTwoFactor(context, input),
    ),
    proveSecondFactor: rpc.session.proveSecondFactor.handler(({ input, context }) =>
      proveSecondFactor(context, input.code),
    ),
    updateProfile: rpc.session.updateProfile.handler(({ input, context }) => updateProfile(context, input)),
    draftKey: rpc.session.draftKey.handler(({ context }) => ({ key: draftKeyOf(context) })),
    rememberPlace: rpc.session.rememberPlace.handler(({ input, context }) => {
      const { database, now } = context.store;
      const row = {
        account_id: context.caller.accountId,
        organization_id: input.organizationId,
        path: input.place,
        visited_at: now(),
      };
      database.run(sql.replaceInto('place').values(row));
      return {};
    }),
  };
}
