import { databaseFacts } from '#shared/contract/database-facts.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { Store } from '../../store/store.ts';
import { credentialsOf } from '../database-credentials.ts';
import { credentialOf } from './credential.ts';

/** A variable that a service has by what it is, not because somebody set it. */
export interface OwnVariable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
}

/**
 * What the image of a database makes its account of at the first start. It is the same at each deployment until the password
 * is changed, since the salted form is not given to an image.
 */
export function ownVariables(store: Store, serviceId: string, spec: ServiceSpec): OwnVariable[] {
  if (spec.type !== 'database') return [];
  const { engine, account } = databaseFacts(spec);
  if (!engine.access) return [];
  const { secrets } = credentialsOf(store, serviceId);
  const form = engine.access.credentialForm === 'sha-256' ? 'sha-256' : 'plain';
  const credential = credentialOf(form, secrets.password);
  const hidden = new Set([secrets.password, secrets.root, credential]);
  return Object.entries(engine.access.environment({ ...account, secrets }, credential)).map(
    ([name, value]) => ({ name, value, isSecret: hidden.has(value) }),
  );
}
