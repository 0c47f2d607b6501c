import { useMutation } from '@tanstack/react-query';
import { Box, Boxes, Database } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { Name } from '#shared/contract/fields.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { fieldIssues } from '../../lib/errors.ts';
import type { CreateProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { ServerField } from './configuration/server-field.tsx';
import type { PlacedForm } from './types/spec-editor.ts';
import { specEditors } from './types/spec-editors.ts';

interface ServiceDialogProps extends Omit<CreateProps, 'parentId'> {
  /** By what the typed text is kept. */
  readonly draftOf: string;
  /** The server that is chosen at first. */
  readonly serverId?: string | undefined;
  /** The environment it goes into, made where it has to be; undefined where a field of that is wrong. */
  readonly place: () => Promise<string | undefined>;
  readonly submitLabel: string;
  readonly children?: ReactNode;
}

/** What is typed of a new service; each type has its own fields beside these. */
interface NewService extends PlacedForm {
  type: ServiceTypeName;
}

const types = [
  { value: 'application', label: 'Application', hint: 'An image, or a repository that is built', icon: Box },
  { value: 'compose', label: 'Compose file', hint: 'Several containers of one file', icon: Boxes },
  {
    value: 'database',
    label: 'Database',
    hint: 'PostgreSQL, Redis and others',
    icon: Database,
  },
] as const satisfies readonly {
  readonly value: ServiceTypeName;
  readonly label: string;
  [_: string]: unknown;
}[];

const useCreate = (
  { draftOf, serverId, place: placeOf, onCreated }: ServiceDialogProps,
  servers: readonly { id: string }[],
) => {
  const [name, setName] = useState('');
  const [nameError, setNameError] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const form = useForm<NewService>({
    defaultValues: {
      ...specEditors.application.empty,
      type: 'application',
      serverId: serverId ?? (servers.length === 1 ? (servers[0]?.id ?? '') : ''),
    },
  });
  const draft = useFormDraft(draftOf, form, {
    rest: { value: name, first: '', put: setName },
  });
  const create = useMutation(orpc.service.create.mutationOptions());
  const place = (issues: readonly { path: string; message: string }[]): boolean =>
    issues.filter(({ path, message }) => {
      const { field } = specEditors[form.getValues('type')].issueAt(path, message);
      if (path === 'name') setNameError(message);
      else if (field) form.setError(field, { message }, { shouldFocus: true });
      return path !== 'name' && !field;
    }).length === 0 && issues.length > 0;
  const submit = async () => {
    setFailure(undefined);
    setNameError(undefined);
    form.clearErrors();
    const { type, ...values } = form.getValues();
    const editor = specEditors[type];
    const checkedName = Name.safeParse(name.trim() || editor.suggestedName(values));
    const { spec, issues = [] } = editor.toSpec(values);
    for (const { field, message } of issues)
      if (field) form.setError(field, { message }, { shouldFocus: true });
    if (!checkedName.success) setNameError(checkedName.error.issues[0]?.message);
    if (!spec || !checkedName.success) return;
    const { serverId: chosenId } = values;
    try {
      const environmentId = await placeOf();
      if (environmentId === undefined) return;
      const service = await create.mutateAsync({
        environmentId,
        name: checkedName.data,
        spec,
        ...(chosenId ? { serverId: chosenId } : {}),
      });
      draft.drop();
      onCreated(service.id);
    } catch (error) {
      if (!place(fieldIssues(error))) setFailure(error);
    }
  };
  return {
    form,
    notice: draft.notice,
    name,
    setName,
    nameError,
    failure,
    submit,
    isBusy: create.isPending,
  };
};

/** What to deploy, and where: the rest has defaults, and the plan is shown before anything is done. */
export const CreateServiceDialog = ({ parentId, ...props }: CreateProps) => (
  <ServiceDialog
    {...props}
    draftOf={`service:${parentId}`}
    place={async () => parentId}
    submitLabel="Create"
  />
);

/** The fields of a service that is made, wherever it goes. */
export const ServiceDialog = (props: ServiceDialogProps) => {
  const servers = useChildren(props.organizationId, 'server');
  const { form, notice, name, setName, nameError, failure, submit, isBusy } = useCreate(props, servers);
  const { register, watch, setValue } = form;
  const { type, ...typed } = watch();
  const editor = specEditors[type];
  /** What was typed for the other type means something else here. */
  const choose = (next: ServiceTypeName) =>
    form.reset({ ...form.getValues(), ...specEditors[next].empty, serverId: typed.serverId, type: next });
  return (
    <FormDialog
      title="What to deploy?"
      description="Nothing is done on a server before you have seen the plan."
      width="lg"
      submitLabel={props.submitLabel}
      isBusy={isBusy}
      error={failure}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <DraftNotice {...notice} />
      <RadioCards label="Type" value={type} onChange={choose} options={types} />
      <editor.Basics form={form as unknown as UseFormReturn<PlacedForm>} />
      {props.children}
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Name"
          placeholder={editor.suggestedName(typed) || 'web'}
          error={nameError}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <ServerField
          organizationId={props.organizationId}
          chosen={watch('serverId')}
          noneLabel="Choose later"
          hint={servers.length === 0 ? 'It can be chosen later.' : undefined}
          onAdded={(id) => setValue('serverId', id)}
          {...register('serverId')}
        />
      </div>
    </FormDialog>
  );
};
