import type { OperationContext } from '../../rpc/index.ts';
import type { Transaction } from '../../store/store.ts';

/** What certificates work with, besides the request: the way of domains to their servers. */
export interface CertificateParts {
  readonly routing: {
    /** Writes down that what leads to a service is another thing now. */
    noteChange(tx: Transaction, serviceId: string): void;
    /** Begins to take it to its server; to be called after that was stored. */
    changed(serviceId: string): void;
  };
}

export type CertificateContext = OperationContext & CertificateParts;
