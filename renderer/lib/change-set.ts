/** The set with these in it, or without them. */
export const changeSet = <Item>(
  set: Iterable<Item>,
  items: Iterable<Item>,
  isIn: boolean,
): ReadonlySet<Item> => {
  const next = new Set(set);
  for (const item of items) isIn ? next.add(item) : next.delete(item);
  return next;
};
