import { type ReactElement, type ReactNode, useId, useState } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { changeSet } from '../change-set.ts';
import { actWords, kindWords, verbOf } from './permission-words.ts';
import { RootMark } from './root-mark.tsx';

/** The permissions of one kind. */
export type KindOfPermissions = readonly [kind: string, permissions: readonly Permission[]];

/** Whether a kind or one of its permissions is called like the filter. */
const fitsFilter = ([kind, permissions]: KindOfPermissions, filter: string): boolean => {
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
const PermissionFilter = ({ filter, onFilter, chosen, onChange, offered }: PermissionFilterProps) => {
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
const PermissionKindRow = (props: PermissionKindRowProps) => {
  const { kind, permissions, chosen, onChange, reasonAgainst } = props;
  const labelId = useId();
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
              of={labelId}
              isChecked={chosen.has(permission)}
              onChange={(isChosen) => onChange(changeSet(chosen, [permission], isChosen))}
              disabledReason={chosen.has(permission) ? undefined : reasonAgainst(permission)}
            />
            <RootMark permission={permission} />
          </span>
        ))}
      </div>
    </div>
  );
};

interface PermissionChecksProps {
  readonly kinds: readonly KindOfPermissions[];
  readonly chosen: ReadonlySet<Permission>;
  /** What whoever chooses holds; nothing else can be chosen. */
  readonly held: ReadonlySet<string>;
  /** Why what is not held cannot be chosen. */
  readonly whyNot: (permission: Permission) => string;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
  /** Lays out the rows that fit the filter: one a kind, whose key is the kind. */
  readonly children: (rows: readonly ReactElement[]) => ReactNode;
}

/** Check boxes for permissions, one row a kind, which can be searched; what one does not hold is inert and says why. */
export const PermissionChecks = (props: PermissionChecksProps) => {
  const { kinds, chosen, held, whyNot, onChange, children } = props;
  const [filter, setFilter] = useState('');
  const shown = kinds.filter((each) => fitsFilter(each, filter));
  const offered = shown.flatMap(([, permissions]) => permissions.filter((each) => held.has(each)));
  const rows = shown.map(([kind, permissions]) => (
    <PermissionKindRow
      key={kind}
      kind={kind}
      permissions={permissions}
      chosen={chosen}
      onChange={onChange}
      reasonAgainst={(each) => (held.has(each) ? undefined : whyNot(each))}
    />
  ));
  return (
    <div className="flex flex-col gap-2">
      <PermissionFilter {...{ filter, chosen, onChange, offered }} onFilter={setFilter} />
      {rows.length > 0 ? children(rows) : <p className="text-muted">No permission is called that.</p>}
    </div>
  );
};
