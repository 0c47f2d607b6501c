import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import * as z from 'zod';
import { RoleLevel, RoleName, RoleReachField, type RoleView } from '#shared/contract/role.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { defaultRoleLevel, highestCustomLevel } from '#shared/model/roles.ts';
import { differenceWords } from '../../lib/access/permission-words.ts';
import { isRoot } from '../../lib/access/root-words.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues, errorData } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PermissionFields } from './permission-fields.tsx';
import { reachWords } from './role-words.ts';

const Values = z.object({
  name: RoleName,
  description: z.string().max(300),
  level: RoleLevel,
  reach: RoleReachField,
});
type Values = z.infer<typeof Values>;

/** What the editor starts from: a role that is edited, a preset, or nothing. */
export interface RoleDraft extends Values {
  readonly permissions: readonly string[];
}

export const emptyDraft: RoleDraft = {
  name: '',
  description: '',
  level: defaultRoleLevel,
  reach: 'granted',
  permissions: [],
};

/** What somebody else saved of the role while it was being edited, and that saving again takes it back. */
const ClashNotice = ({ base, shown }: { readonly base: RoleView; readonly shown: RoleView }) => (
  <Notice tone="warning" title="Somebody saved this role while you were editing">
    It is “{base.name}” now, of level {base.level}, {reachWords[base.reach].toLowerCase()}. Its permissions
    since you opened it: {differenceWords(changeOf(shown, new Set(base.permissions)))}. Your edits are still
    here: saving them again puts them in its place.
  </Notice>
);

const isStale = (error: unknown): boolean => errorData(error, 'CONFLICT')?.field === 'version';

const changeOf = (role: RoleView, chosen: ReadonlySet<string>): { gains: number; loses: number } => ({
  gains: [...chosen].filter((each) => !role.permissions.includes(each)).length,
  loses: role.permissions.filter((each) => !chosen.has(each)).length,
});

const changeWords = (role: RoleView, chosen: ReadonlySet<string>): string => {
  const { gains, loses } = changeOf(role, chosen);
  const who = role.holders === 1 ? 'Its one holder' : `Each of its ${role.holders} holders`;
  return `${who} ${differenceWords({ gains, loses })}, from the next call on; streams that it no longer allows end at once.`;
};

const reachOptions = [
  { value: 'organization', label: reachWords.organization, hint: 'Holds on every project and server.' },
  { value: 'granted', label: reachWords.granted, hint: 'Holds nothing until somebody is granted a scope.' },
] as const;

interface RoleEditorProps {
  readonly organizationId: string;
  readonly draft: RoleDraft;
  /** The role that is edited; a new one without it. */
  readonly role?: RoleView | undefined;
  readonly onClose: () => void;
  readonly onSaved: (role: RoleView) => void;
}

/** Creates or edits a custom role. */
export const RoleEditor = ({ organizationId, draft, role, onClose, onSaved }: RoleEditorProps) => {
  const organization = useOrganization();
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(
    () => new Set(draft.permissions as Permission[]),
  );
  /** As the store has it, as far as this editor knows: the edits are based on it. */
  const [base, setBase] = useState(role);
  const { name, description, level, reach } = draft;
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name, description, level, reach },
  });
  const { register, control, handleSubmit, formState, setError } = form;
  const kept = useFormDraft(`role:${role?.id ?? organizationId}`, form, {
    rest: {
      value: [...chosen].sort(),
      first: [...draft.permissions].sort(),
      put: (permissions) => setChosen(new Set(permissions as Permission[])),
    },
  });
  const send = useMutation({
    mutationFn: (values: Values) => {
      const fields = { ...values, permissions: [...chosen] };
      return base
        ? rpc.role.update({ roleId: base.id, ...fields, version: base.version })
        : rpc.role.create({ organizationId, ...fields });
    },
    onSuccess: (saved) => {
      kept.drop();
      onSaved(saved);
    },
    onError: async (error) => {
      applyIssues(error, ['name', 'description', 'level'], setError);
      if (base && isStale(error)) {
        setBase(await rpc.role.get({ roleId: base.id }));
      }
    },
  });
  const { errors } = formState;
  const isTold = Boolean(errors.name || errors.description || errors.level);
  const isClash = role !== undefined && base !== undefined && base.version !== role.version;
  const hasRoot = [...chosen].some(isRoot);
  return (
    <FormDialog
      width="xl"
      title={role ? `Edit ${role.name}` : 'New role'}
      submitLabel={role ? 'Save role' : 'Create role'}
      isBusy={send.isPending}
      error={isTold || isStale(send.error) ? undefined : send.error}
      onSubmit={handleSubmit((values) => send.mutate(values))}
      onClose={onClose}
    >
      <DraftNotice {...kept.notice} />
      <div className="grid grid-cols-[1fr_8rem] gap-3">
        <TextField label="Name" autoFocus error={errors.name?.message} {...register('name')} />
        <TextField
          label="Level"
          type="number"
          min={1}
          max={highestCustomLevel}
          hint={`1 to ${Math.min(highestCustomLevel, (organization?.level ?? 1) - 1)}`}
          error={errors.level?.message}
          {...register('level', { valueAsNumber: true })}
        />
      </div>
      <TextField
        label="Description (optional)"
        error={errors.description?.message}
        {...register('description')}
      />
      <Controller
        control={control}
        name="reach"
        render={({ field }) => (
          <RadioCards
            label="Where it holds"
            value={field.value}
            onChange={field.onChange}
            options={reachOptions}
          />
        )}
      />
      <PermissionFields
        chosen={chosen}
        held={new Set(organization?.permissions ?? [])}
        onChange={setChosen}
      />
      {hasRoot && (
        <Notice tone="warning" title="Root on the servers it reaches">
          Whoever has this role can, by what is marked “root”, do anything on those servers. Give it to people
          whom you would give a root shell.
        </Notice>
      )}
      {isClash && <ClashNotice base={base} shown={role} />}
      {base && base.holders > 0 && <Notice tone="info">{changeWords(base, chosen)}</Notice>}
    </FormDialog>
  );
};
