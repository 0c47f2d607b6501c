import { useState } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { fitsFilter, PermissionFilter, PermissionKindRow } from '../../lib/access/permission-checks.tsx';
import { categories, permissionsByKind } from './role-words.ts';

interface PermissionFieldsProps {
  readonly chosen: ReadonlySet<Permission>;
  /** What the author holds everywhere: a role never holds more. */
  readonly held: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
}

const kindsLike = (filter: string) =>
  categories.flatMap((category) => {
    const kinds = permissionsByKind(category).filter(([kind, each]) => fitsFilter(kind, each, filter));
    return kinds.length > 0 ? [{ category, kinds }] : [];
  });

/** The catalogue by category, as check boxes; what makes root on a server is marked. */
export const PermissionFields = ({ chosen, held, onChange }: PermissionFieldsProps) => {
  const [filter, setFilter] = useState('');
  const shown = kindsLike(filter);
  const offered = shown.flatMap(({ kinds }) =>
    kinds.flatMap(([, permissions]) => permissions.filter((each) => held.has(each))),
  );
  const reasonAgainst = (permission: Permission): string | undefined =>
    held.has(permission) ? undefined : `You do not hold ${permission} yourself, so no role of yours can.`;
  return (
    <div className="flex flex-col gap-2">
      <PermissionFilter
        filter={filter}
        onFilter={setFilter}
        chosen={chosen}
        onChange={onChange}
        offered={offered}
      />
      <div className="flex flex-col gap-3">
        {shown.map(({ category, kinds }) => (
          <section
            key={category.name}
            aria-label={category.name}
            className="overflow-hidden rounded border border-line"
          >
            <header className="border-line border-b bg-panel px-3 py-1.5">
              <h3 className="font-medium">{category.name}</h3>
              <p className="text-secondary text-sm">{category.hint}</p>
            </header>
            <div>
              {kinds.map(([kind, permissions]) => (
                <PermissionKindRow
                  key={kind}
                  kind={kind}
                  permissions={permissions}
                  chosen={chosen}
                  onChange={onChange}
                  reasonAgainst={reasonAgainst}
                />
              ))}
            </div>
          </section>
        ))}
        {shown.length === 0 && <p className="text-muted">No permission is called that.</p>}
      </div>
    </div>
  );
};
