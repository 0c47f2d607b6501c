import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Sessions } from './sessions.ts';

/** What signing in and out works with, besides the request. */
export interface SessionParts {
  readonly host: Host;
  readonly sessions: Sessions;
}

export type SessionContext = OperationContext & SessionParts;
