import type { OperationContext } from '../../rpc/index.ts';
import type { SessionParts } from '../session/index.ts';

/** When each connection offered a wrong secret in the last minute; lives as long as the core. */
export type WrongSecrets = Map<string, readonly number[]>;

/** What accepting an invitation works with, besides the request. */
export interface InvitationParts extends SessionParts {
  readonly wrongSecrets: WrongSecrets;
}

export type InvitationContext = OperationContext & InvitationParts;
