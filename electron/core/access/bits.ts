import { allPermissions, type Permission } from '#shared/model/permissions.ts';

/** A set of permissions, 32 a word; bit n is `allPermissions[n]`. */
export type PermissionBits = Uint32Array;

/** How many words such a set has. */
export const wordCount = Math.ceil(allPermissions.length / 32);
const positions = new Map<Permission, number>(allPermissions.map((permission, index) => [permission, index]));

/** The bit of a permission; throws on one that the catalogue lacks, which the contract's types exclude. */
export const bitOf = (permission: Permission): number => {
  const position = positions.get(permission);
  if (position === undefined) throw new Error(`unknown permission ${permission}`);
  return position;
};

/** The bits of a list of permissions. */
export const bitsOf = (permissions: Iterable<Permission>): PermissionBits => {
  const bits = new Uint32Array(wordCount);
  for (const permission of permissions) {
    const bit = bitOf(permission);
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return bits;
};

export const noBits: PermissionBits = bitsOf([]);
export const allBits: PermissionBits = bitsOf(allPermissions);

/** Whether a set holds a bit. */
export const hasBit = (bits: PermissionBits, bit: number): boolean =>
  ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;

const combine = (
  a: PermissionBits,
  b: PermissionBits,
  word: (a: number, b: number) => number,
): PermissionBits => a.map((value, index) => word(value, b[index] ?? 0));

/** The union of two sets, as a new one. */
export const unionOf = (a: PermissionBits, b: PermissionBits): PermissionBits =>
  combine(a, b, (x, y) => x | y);

/** What both sets hold, as a new one. */
export const intersectionOf = (a: PermissionBits, b: PermissionBits): PermissionBits =>
  combine(a, b, (x, y) => x & y);

/** What `a` holds and `b` does not, as a new one. */
export const without = (a: PermissionBits, b: PermissionBits): PermissionBits =>
  combine(a, b, (x, y) => x & ~y);

/** Whether two sets have anything in common. */
export function meets(a: PermissionBits, b: PermissionBits): boolean {
  return a.some((word, index) => (word & (b[index] ?? 0)) !== 0);
}

export const isEmpty = (bits: PermissionBits): boolean => bits.every((word) => word === 0);

/** The permissions of a set, in catalogue order. */
export const permissionsOf = (bits: PermissionBits): Permission[] =>
  allPermissions.filter((_, bit) => hasBit(bits, bit));
