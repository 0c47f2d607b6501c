import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/host/rpc.ts';

/** Hours, as a radio's value. */
export type Lifetime = '48' | '168';

const options = [
  { value: '48', label: '48 hours', hint: 'For somebody who is waiting for it' },
  { value: '168', label: '7 days', hint: 'For somebody who may be away' },
] as const;

/** Both lifetimes, the one that the organization's policy prefers first. */
export const lifetimeOptions = (first: Lifetime): { value: Lifetime; label: string; hint: string }[] =>
  [...options].sort((a, b) => Number(b.value === first) - Number(a.value === first));

/** The lifetime that the organization's policy offers first (R5). */
export const useFirstLifetime = (organizationId: string): Lifetime =>
  useQuery(orpc.organization.policy.queryOptions({ input: { organizationId } })).data?.invitationHours === 168
    ? '168'
    : '48';
