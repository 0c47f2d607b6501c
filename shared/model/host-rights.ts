/**
 * What the operator of a host gives accounts, beside and above all organizations (R20). Owning an organization gives
 * none of them; on a desktop whoever sits there has them all.
 */
export const hostRights = ['operate', 'use-keys', 'found-organizations'] as const;
export type HostRight = (typeof hostRights)[number];

/** What a right is called where people read of it. */
export const hostRightNames: Readonly<Record<HostRight, string>> = {
  operate: 'operate this host',
  'use-keys': 'use this host’s keys and network',
  'found-organizations': 'found organizations',
};

/** Who may found organizations: the operator and whom they gave the right, or everybody with an account. */
export const foundingPolicies = ['allowed', 'everybody'] as const;
export type FoundingPolicy = (typeof foundingPolicies)[number];
