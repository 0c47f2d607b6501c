import { builtInRoles } from './roles.ts';

const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/**
 * The form in which role names are compared: without regard to case, width and runs of spaces, in every script.
 * Upper-casing first makes one of what has several small forms (σ and ς, ß and ss).
 */
export const foldRoleName = (name: string): string =>
  name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim();

const reserved = new Set(Object.values(builtInRoles).map(({ name }) => foldRoleName(name)));

/** Whether the name is one of a built-in role, however it is written. */
export const isReservedRoleName = (name: string): boolean => reserved.has(foldRoleName(name));

/** Whether letters of alphabets that look alike stand side by side, as in an “Оwner” with a Cyrillic О. */
export const mixesAlphabets = (name: string): boolean =>
  alphabets.filter((alphabet) => alphabet.test(name)).length > 1;
