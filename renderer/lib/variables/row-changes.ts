import type { TableChange } from '../../ui/change-table.tsx';
import { keyOf, mask, type VariableRow } from './rows.ts';

type Content = Pick<VariableRow, 'name' | 'value' | 'isSecret' | 'scope'>;

/** What differs between two lists, secrets masked; `scopeWords` says where a value holds. */
export function rowChanges(
  before: readonly Content[],
  after: readonly Content[],
  scopeWords: (scope: VariableRow['scope']) => string,
): TableChange[] {
  const [old, now] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): TableChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was && is && was.value === is.value && was.isSecret === is.isSecret) return [];
    const { name, scope } = is ?? was ?? { name: key };
    const words = scopeWords(scope);
    return [{ field: words === '' ? name : `${name} (${words})`, from: shown(was), to: shown(is) }];
  });
}

function byKey(rows: readonly Content[]): ReadonlyMap<string, Content> {
  const named = rows.filter(({ name }) => name.trim() !== '');
  return new Map(named.map((row) => [keyOf({ ...row, name: row.name.trim() }), row]));
}

function shown(row: Content | undefined): string | null {
  if (row === undefined) return null;
  return row.isSecret ? mask : (row.value ?? '');
}
