/**
 * Whether a service gets its part of a domain's requests: `undeployed`, `stopped` and `elsewhere` (on another server) leave
 * it to the service that has the domain.
 */
export const shareStates = ['led', 'undeployed', 'stopped', 'elsewhere'] as const;
export type ShareState = (typeof shareStates)[number];

/** What is left of a domain's requests for the service that has it. */
export const ownPercent = (shares: readonly { readonly percent: number }[]): number =>
  100 - shares.reduce((sum, { percent }) => sum + percent, 0);
