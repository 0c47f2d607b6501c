import { useId, useState } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { actWords, kindWords, verbOf } from '../../lib/access/permission-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { categories, permissionsByKind } from './role-words.ts';
import { RootMark } from './root-mark.tsx';

interface PermissionFieldsProps {
  readonly chosen: ReadonlySet<Permission>;
  /** What the author holds everywhere: a role never holds more. */
  readonly held: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
}

const KindRow = ({
  kind,
  permissions,
  chosen,
  held,
  onChange,
}: PermissionFieldsProps & { readonly kind: string; readonly permissions: readonly Permission[] }) => {
  const labelId = useId();
  const toggle = (permission: Permission, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(permission);
    else next.delete(permission);
    onChange(next);
  };
  return (
    <div
      role="group"
      aria-labelledby={labelId}
      className="grid grid-cols-[11rem_1fr] gap-x-3 border-line border-t px-3 py-1.5"
    >
      <p id={labelId} className="text-secondary first-letter:uppercase">
        {kindWords(kind)}
      </p>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {permissions.map((permission) => (
          <span key={permission} className="flex items-start gap-1">
            <Checkbox
              label={verbOf(permission)}
              isChecked={chosen.has(permission)}
              onChange={(isChosen) => toggle(permission, isChosen)}
              disabledReason={
                held.has(permission) || chosen.has(permission)
                  ? undefined
                  : `You do not hold ${permission} yourself, so no role of yours can.`
              }
            />
            <RootMark permission={permission} />
          </span>
        ))}
      </div>
    </div>
  );
};

const fits = (kind: string, permissions: readonly Permission[], filter: string): boolean => {
  const text = filter.trim().toLowerCase();
  return [kindWords(kind), ...permissions, ...permissions.map(actWords)].some((words) =>
    words.toLowerCase().includes(text),
  );
};

/** The catalogue by category, as check boxes; what makes root on a server is marked. */
export const PermissionFields = (props: PermissionFieldsProps) => {
  const [filter, setFilter] = useState('');
  const shown = categories.flatMap((category) => {
    const kinds = permissionsByKind(category).filter(([kind, permissions]) =>
      fits(kind, permissions, filter),
    );
    return kinds.length > 0 ? [{ category, kinds }] : [];
  });
  const readable = shown.flatMap(({ kinds }) =>
    kinds.flatMap(([, permissions]) =>
      permissions.filter((each) => verbOf(each) === 'read' && props.held.has(each)),
    ),
  );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Find a permission"
            placeholder="deployment"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
        <Button onClick={() => props.onChange(new Set([...props.chosen, ...readable]))}>
          Add all reading
        </Button>
        <Button onClick={() => props.onChange(new Set())}>Clear</Button>
      </div>
      <div className="flex flex-col gap-3">
        {shown.map(({ category, kinds }) => (
          <section
            key={category.name}
            aria-label={category.name}
            className="overflow-hidden rounded border border-line"
          >
            <header className="bg-panel px-3 py-1.5">
              <h3 className="font-medium">{category.name}</h3>
              <p className="text-secondary text-sm">{category.hint}</p>
            </header>
            {kinds.map(([kind, permissions]) => (
              <KindRow key={kind} {...props} kind={kind} permissions={permissions} />
            ))}
          </section>
        ))}
        {shown.length === 0 && <p className="text-muted">No permission is called that.</p>}
      </div>
    </div>
  );
};
