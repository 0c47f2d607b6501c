/** A name that nothing else was given yet: the wanted one, or with the first free number behind it. */
export function freeName(wanted: string, taken: Set<string>): string {
  const plain = /^[0-9]/.test(wanted) ? `_${wanted}` : wanted;
  let name = plain;
  for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
  taken.add(name);
  return name;
}
