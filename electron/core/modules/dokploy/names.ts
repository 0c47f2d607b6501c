import type { DokployNote } from '#shared/contract/dokploy.ts';
import { Description, Name } from '#shared/contract/fields.ts';
import { hidesSomething } from '#shared/model/invisible.ts';

/** Names that are one here where they differ by case or by how a letter is written alone. */
export const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * Gives things of one place their names: what cannot be a name here is made one, and what would be there twice gets a number.
 * A note says so where it is another one.
 */
export function createNaming(): (given: string) => { name: string; notes: DokployNote[] } {
  const taken = new Set<string>();
  return (given) => {
    const plain = plainName(given);
    let name = plain;
    for (let number = 2; taken.has(keyOf(name)); number += 1) {
      const suffix = ` ${number}`;
      name = `${[...plain]
        .slice(0, 63 - suffix.length)
        .join('')
        .trimEnd()}${suffix}`;
    }
    taken.add(keyOf(name));
    const notes = name === given ? [] : [{ field: 'name', text: `is called “${name}” here` }];
    return { name, notes };
  };
}

export function descriptionOf(text: string | null | undefined): string {
  const read = Description.safeParse(text ?? '');
  return read.success ? read.data : (text ?? '').slice(0, 2_000).toWellFormed();
}

function plainName(given: string): string {
  if (Name.safeParse(given).success) return given.trim();
  const cut = [...given.slice(0, 1_000).toWellFormed()]
    .map((char) => (hidesSomething(char) ? '' : char === '/' ? '-' : char))
    .join('')
    .trim();
  const name = [...cut].slice(0, 63).join('').trim();
  return Name.safeParse(name).success ? name : 'unnamed';
}
