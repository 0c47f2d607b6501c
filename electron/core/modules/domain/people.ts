import { AppError } from '#shared/model/errors.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Sealed } from '../../store/tables/columns.ts';
import type { RoutePerson } from '../../workload/index.ts';

/** Somebody who is to be let in. */
export interface GivenPerson {
  readonly name: string;
  readonly password?: string | undefined;
}

/** Two to the power of this many turns; a proxy pays it at the first request of each password that it sees. */
const cost = 10;

/**
 * Those who may sign in at a domain, with the bcrypt hashes that proxies read. Who is given without a password keeps the
 * one that is known; INVALID_INPUT on `people` where there is none, or a name is given twice.
 */
export async function hashPeople(
  given: readonly GivenPerson[],
  known: readonly RoutePerson[],
): Promise<RoutePerson[]> {
  const { hash } = await import('bcryptjs');
  const people: RoutePerson[] = [];
  for (const [index, { name, password }] of given.entries()) {
    if (people.some((person) => person.name === name)) throw wrong(index, 'name', 'is given twice');
    const kept = known.find((person) => person.name === name)?.hash;
    if (password === undefined && kept === undefined)
      throw wrong(index, 'password', 'is needed for a new name');
    people.push({ name, hash: password === undefined ? (kept ?? '') : await hash(password, cost) });
  }
  return people;
}

/** Seals what is kept of them; nothing where there is nobody. */
export function sealPeople(tx: Transaction, id: string, people: readonly RoutePerson[]): Sealed | null {
  return people.length === 0 ? null : tx.sealer.seal(JSON.stringify(people), placeOf(id));
}

/** Opens what is kept of those who may sign in. */
export function openPeople(
  { sealer }: Store,
  row: { readonly id: string; readonly people: Sealed | null },
): RoutePerson[] {
  return row.people === null ? [] : (JSON.parse(sealer.open(row.people, placeOf(row.id))) as RoutePerson[]);
}

const placeOf = (id: string) => ({ table: 'domain', row: id, column: 'people' });

function wrong(index: number, field: string, message: string): AppError {
  return new AppError('INVALID_INPUT', { issues: [{ path: `people.${index}.${field}`, message }] });
}
