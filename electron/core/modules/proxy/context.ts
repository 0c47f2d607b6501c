import type { OperationContext } from '../../rpc/index.ts';
import type { Routing } from '../domain/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What managing proxies works with, besides the request. */
export interface ProxyParts {
  readonly servers: Pick<ServerAccess, 'use'>;
  readonly routing: Routing;
}

export type ProxyContext = OperationContext & ProxyParts;
