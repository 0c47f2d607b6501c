import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { firstRun } from './first-run.ts';
import { sessionOf } from './queries.ts';
import { updateProfile } from './update-profile.ts';

export const sessionRouter: RouterOf<Contract['session']> = {
  current: rpc.session.current.handler(({ context }) => sessionOf(context, context.caller.accountId)),
  firstRun: rpc.session.firstRun.handler(({ input, context }) => {
    const { accountId } = context.write((tx) => {
      const made = firstRun(tx, input);
      tx.audit({ nodeId: made.organizationId, detail: `${input.name} set this store up` });
      return made;
    });
    return sessionOf(context, accountId);
  }),
  updateProfile: rpc.session.updateProfile.handler(({ input, context }) => updateProfile(context, input)),
  rememberPlace: rpc.session.rememberPlace.handler(({ input, context }) => {
    const { database, now } = context.core.store;
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
