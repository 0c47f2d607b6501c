import { AppError } from '#shared/model/errors.ts';

interface Owned {
  readonly accountId: string;
  readonly organizationId: string;
}

/** Open tunnels at most. No organization takes the room of all others on one host. */
const limits = { account: 16, organization: 64, host: 256 };

/** LIMIT where one more would be too many of the account, of the organization or of this machine. */
export function requireRoom(all: readonly Owned[], { accountId, organizationId }: Owned): void {
  const own = all.filter((each) => each.accountId === accountId).length;
  if (own >= limits.account) refuse('Your open tunnels', limits.account, 'Close one of them.');
  const beside = all.filter((each) => each.organizationId === organizationId).length;
  if (beside >= limits.organization)
    refuse('Open tunnels of this organization', limits.organization, 'Close one of them.');
  if (all.length >= limits.host)
    refuse('Open tunnels on this machine', limits.host, 'Wait until one of them is closed.');
}

function refuse(what: string, limit: number, cure: string): never {
  throw new AppError('LIMIT', { what, limit, cure });
}
