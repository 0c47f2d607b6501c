import type { Domain } from '#shared/contract/domain.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { CertificateWatch } from '../certificate/index.ts';
import type { GivenPerson } from './people.ts';
import type { Routing } from './routing.ts';
import type { GivenShare } from './shares.ts';

/** What may be given of a domain, whether it is new or changed. */
export interface GivenFields {
  readonly path?: string | undefined;
  readonly stripsPath?: boolean | undefined;
  readonly part?: string | null | undefined;
  readonly https?: Domain['https'] | undefined;
  readonly certificateId?: string | undefined;
  readonly redirectsHttp?: boolean | undefined;
  readonly redirectsWww?: boolean | undefined;
  readonly headers?: Domain['headers'] | undefined;
  readonly people?: readonly GivenPerson[] | undefined;
  readonly shares?: readonly GivenShare[] | undefined;
  readonly isEnabled?: boolean | undefined;
}

/** What the operations of domains work with, besides the request. */
export interface DomainParts {
  readonly routing: Routing;
  readonly certificateWatch: Pick<CertificateWatch, 'look'>;
}

export type DomainContext = OperationContext & DomainParts;
