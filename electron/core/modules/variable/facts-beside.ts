import { databaseFacts } from '#shared/contract/database-facts.ts';
import { clientNames } from '#shared/model/databases/texts.ts';
import { isAppError } from '#shared/model/errors.ts';
import { aliasOf } from '#shared/model/service-names.ts';
import type { FactOf } from '#shared/model/variables/evaluate.ts';
import { keyOf } from '#shared/model/variables/lookup.ts';
import type { ServiceFact } from '#shared/model/variables/references.ts';
import type { Store } from '../../store/store.ts';
import { credentialsOf } from '../../workload/database-credentials.ts';
import { serviceView } from '../../workload/index.ts';

type Sibling = { readonly id: string; readonly name: string };
type Fact = ReturnType<FactOf>;

/**
 * Answers what is known of the services of one environment, by their names: the name by which each is reached, and of a
 * database whom it is opened by. The password is the one that the engine is known to have.
 */
export function factsBeside(store: Store, siblings: readonly Sibling[]): FactOf {
  return (name, fact) => {
    const found = siblings.find((each) => keyOf(each.name) === keyOf(name));
    if (!found) return { reason: 'there is no such service in the environment' };
    const host = aliasOf(found, siblings);
    return fact === 'host' ? open(host) : factOfDatabase(store, found.id, host, fact);
  };
}

function factOfDatabase(store: Store, serviceId: string, host: string, fact: ServiceFact): Fact {
  const { spec } = serviceView(store, serviceId);
  if (spec?.type !== 'database') return { reason: 'the service is no database, so only its host is known' };
  const { engine, port, account } = databaseFacts(spec);
  if (fact === 'port') return open(String(port));
  const { access } = engine;
  if (!access) return { reason: 'nothing is known of its image, so only its host and port are known' };
  if (fact === 'user' || fact === 'database') return open(account[fact]);
  const password = passwordOf(store, serviceId);
  if (password === null) return { reason: 'what is stored of its password is damaged; give it another one' };
  const texts = access.texts({ host, port }, account, password);
  const url = texts.find(({ client }) => client === clientNames.url)?.text ?? '';
  return { value: fact === 'url' ? url : password, isSecret: true };
}

function passwordOf(store: Store, serviceId: string): string | null {
  try {
    return credentialsOf(store, serviceId).secrets.password;
  } catch (error) {
    if (isAppError(error, 'CONFLICT')) return null;
    throw error;
  }
}

function open(value: string): Fact {
  return { value, isSecret: false };
}
