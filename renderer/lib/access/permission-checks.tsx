import { useId } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { actWords, kindWords, verbOf } from './permission-words.ts';
import { RootMark } from './root-mark.tsx';

/** Whether a kind or one of its permissions is called like the filter. */
export const fitsFilter = (kind: string, permissions: readonly Permission[], filter: string): boolean => {
  const text = filter.trim().toLowerCase();
  return [kindWords(kind), ...permissions, ...permissions.map(actWords)].some((words) =>
    words.toLowerCase().includes(text),
  );
};

interface PermissionFilterProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly chosen: ReadonlySet<Permission>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
  /** What “Add all reading” picks from. */
  readonly offered: readonly Permission[];
}

/** Above check boxes for permissions: finding one, taking all that only read, taking none. */
export const PermissionFilter = ({ filter, onFilter, chosen, onChange, offered }: PermissionFilterProps) => {
  const readable = offered.filter((each) => verbOf(each) === 'read');
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label="Find a permission"
          placeholder="deployment"
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        />
      </div>
      <Button onClick={() => onChange(new Set([...chosen, ...readable]))}>Add all reading</Button>
      <Button onClick={() => onChange(new Set())}>Clear</Button>
    </div>
  );
};

interface PermissionKindRowProps {
  readonly kind: string;
  readonly permissions: readonly Permission[];
  readonly chosen: ReadonlySet<Permission>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
  /** Why a permission that is not chosen cannot be; undefined where it can. What is chosen can always be taken. */
  readonly reasonAgainst: (permission: Permission) => string | undefined;
}

/** The permissions of one kind as check boxes; what makes root on a server is marked. */
export const PermissionKindRow = (props: PermissionKindRowProps) => {
  const { kind, permissions, chosen, onChange, reasonAgainst } = props;
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
      className="grid grid-cols-[11rem_1fr] gap-x-3 border-line border-t px-3 py-1.5 first:border-t-0"
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
              disabledReason={chosen.has(permission) ? undefined : reasonAgainst(permission)}
            />
            <RootMark permission={permission} />
          </span>
        ))}
      </div>
    </div>
  );
};
