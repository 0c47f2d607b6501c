import { createKept, type Kept } from './kept.ts';

/** What was sent along to the provider, and has to come back. */
export interface Flow {
  readonly providerId: string;
  /** Who the provider was by then; one that was changed meanwhile vouches for other people. */
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the browser begins. */
  readonly url: string;
}

/** How long somebody may take at the provider. */
export const flowLifetimeMs = 10 * 60_000;

const proofLifetimeMs = 5 * 60_000;

/** Somebody whom the provider vouched for, and whose second factor is not there yet. */
export interface Proven {
  readonly providerId: string;
  readonly subject: string;
  readonly accountId: string;
}

/** The sign-ins by a provider that go on; lives as long as the core. */
export interface ProviderFlows {
  readonly flows: Kept<Flow>;
  readonly proofs: Kept<Proven>;
  /** How many wait for a browser of this machine. */
  listening: number;
}

export function createProviderFlows(now: () => number): ProviderFlows {
  return { flows: createKept(flowLifetimeMs, now), proofs: createKept(proofLifetimeMs, now), listening: 0 };
}
