import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What SSH keys work with, besides the request. */
export interface SshKeyParts {
  readonly host: Host;
  readonly servers: Pick<ServerAccess, 'use' | 'reset'>;
}

export type SshKeyContext = OperationContext & SshKeyParts;
