import type { Permission } from '#shared/model/permissions.ts';
import { PermissionChecks } from '../../lib/access/permission-checks.tsx';
import { categories, permissionsByKind } from './role-words.ts';

interface PermissionFieldsProps {
  readonly chosen: ReadonlySet<Permission>;
  /** What the author holds everywhere: a role never holds more. */
  readonly held: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
}

const groups = categories.map((category) => ({ category, kinds: permissionsByKind(category) }));
const whyNot = (permission: Permission): string =>
  `You do not hold ${permission} yourself, so no role of yours can.`;

/** The catalogue by category, as check boxes; what makes root on a server is marked. */
export const PermissionFields = (props: PermissionFieldsProps) => (
  <PermissionChecks kinds={groups.flatMap(({ kinds }) => kinds)} whyNot={whyNot} {...props}>
    {(rows) => (
      <div className="flex flex-col gap-3">
        {groups.map(({ category, kinds }) => {
          const shown = rows.filter(({ key }) => kinds.some(([kind]) => kind === key));
          return (
            shown.length > 0 && (
              <section
                key={category.name}
                aria-label={category.name}
                className="overflow-hidden rounded border border-line"
              >
                <header className="border-line border-b bg-panel px-3 py-1.5">
                  <h3 className="font-medium">{category.name}</h3>
                  <p className="text-secondary text-sm">{category.hint}</p>
                </header>
                <div>{shown}</div>
              </section>
            )
          );
        })}
      </div>
    )}
  </PermissionChecks>
);
