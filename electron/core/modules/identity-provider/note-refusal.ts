import { AppError } from '#shared/model/errors.ts';
import { appendAudit, placeInStore } from '../../rpc/index.ts';
import type { ProviderContext } from './context.ts';

/** A sign-in by a provider that came to nothing. */
interface Refusal {
  /** Undefined where what came back belongs to no sign-in. */
  readonly providerId: string | undefined;
  /** The address that the provider told, verified or not. */
  readonly claimed: string | undefined;
  readonly error: unknown;
}

/**
 * Writes it into the trail of the provider's organization, of nobody: whoever was refused is known by a claim alone.
 * Without a provider it goes into that of the store.
 */
export const noteRefusal = (
  { store, caller, operation }: ProviderContext,
  { providerId, claimed, error }: Refusal,
): void => {
  const why = error instanceof AppError ? error.message : 'bug';
  store.write((tx) => {
    const place = providerId === undefined ? undefined : placeInStore(tx.database, providerId);
    appendAudit(tx, {
      caller,
      operation,
      permission: null,
      organizationId: place?.organizationId ?? null,
      nodeId: (place && providerId) ?? null,
      nodePath: place?.path ?? '',
      nodeName: place?.name ?? null,
      outcome: error instanceof AppError ? 'refused' : 'failed',
      changes: [],
      facts: [{ type: 'providerRefused', claimed: claimed ?? null, why }],
    });
  });
};
