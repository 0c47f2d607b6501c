import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Deployments } from '../deployment/index.ts';
import type { DeletionParts } from '../node/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What looking at things of others, and adopting them, works with besides the request. */
export interface FoundParts {
  readonly host: Host;
  readonly servers: Pick<ServerAccess, 'use' | 'watchDocker'>;
  readonly deployments: Pick<Deployments, 'recover' | 'runtime' | 'forget'>;
  readonly environmentDeployments: DeletionParts['environmentDeployments'];
}

export type FoundContext = OperationContext &
  FoundParts & {
    /** One after another on one server: two that adopt the same thing would both find it free. */
    readonly inTurn: <T>(serverId: string, act: () => Promise<T>) => Promise<T>;
  };

/** What is to be adopted, and as what. */
export interface Asked {
  readonly environmentId: string;
  readonly serverId: string;
  readonly projects: readonly { readonly project: string; readonly name?: string | undefined }[];
  readonly preview: boolean;
}
