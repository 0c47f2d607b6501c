import type { OperationContext } from '../../rpc/index.ts';
import type { SessionParts } from '../session/index.ts';
import type { ProviderFlows } from './provider-flows.ts';

/** What a sign-in by a provider works with, besides the request. */
export interface ProviderParts extends SessionParts {
  readonly providerFlows: ProviderFlows;
}

export type ProviderContext = OperationContext & ProviderParts;
