import type { Domain } from '#shared/contract/domain.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import { requireForDomain, requireUsableNow } from '../certificate/index.ts';

interface Wanted extends Pick<Domain, 'host' | 'https' | 'redirectsWww'> {
  readonly organizationId: string;
  /** The one that is asked for; the caller may use it, since the id was judged with the input. */
  readonly given: string | undefined;
  /** The one that the domain has. */
  readonly kept: string | null;
}

/**
 * The certificate that a domain is to show: the one that is given, or the one that it has. It has to be for the host, as it
 * will be; one that is chosen anew has to be good today, too. Null where visitors are shown another kind or none.
 */
export function certificateFor(store: Store, { https, given, kept, ...shown }: Wanted): string | null {
  if (https !== 'own') {
    if (given !== undefined) wrong('is shown only where https is own');
    return null;
  }
  const id = given ?? kept ?? wrong('is needed where https is own: choose one that is for the host');
  if (id !== kept) requireUsableNow(store, id);
  requireForDomain(store, id, shown);
  return id;
}

function wrong(message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'certificateId', message }] });
}
