import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Name } from '#shared/contract/fields.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { fieldIssues } from '../../lib/errors.ts';
import type { CreateProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { firstFile, fromComposeSpec, toComposeSpec } from './compose/compose-form.ts';
import { ComposeText } from './compose/compose-text.tsx';
import { ServerField } from './server-field.tsx';
import { SourceFields } from './source-fields.tsx';
import { emptySpec, type SpecForm, specIssue, toSpec } from './spec-form.ts';

/** `ghcr.io/acme/web:1.2` and `git@host:acme/web.git` are both likely to be called web. */
const suggestedName = ({ sourceType, image, url }: SpecForm): string =>
  (sourceType === 'image' ? image.replace(/[:@][^/]*$/, '') : url.replace(/\.git\/?$/, ''))
    .split(/[/:]/)
    .at(-1)
    ?.slice(0, 63) ?? '';

/** As the file itself says, else what it is. */
const composeName = (text: string): string => /^name:\s*["']?([\w.-]{1,63})/m.exec(text)?.[1] ?? 'stack';

const specOfText = (text: string) =>
  toComposeSpec({ ...fromComposeSpec(null, null), files: [{ path: 'compose.yaml', text }] });

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

const useCreate = (
  { draftOf, serverId, place: placeOf, onCreated }: ServiceDialogProps,
  servers: readonly { id: string }[],
) => {
  const [name, setName] = useState('');
  const [nameError, setNameError] = useState<string>();
  /** The text of a compose file; undefined while an image or a repository is chosen. */
  const [compose, setCompose] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const form = useForm<SpecForm>({
    defaultValues: {
      ...emptySpec,
      serverId: serverId ?? (servers.length === 1 ? (servers[0]?.id ?? '') : ''),
    },
  });
  const draft = useFormDraft(draftOf, form, {
    rest: { value: name, first: '', put: setName },
  });
  const create = useMutation(orpc.service.create.mutationOptions());
  const place = (issues: readonly { path: string; message: string }[]): boolean =>
    issues.filter(({ path, message }) => {
      const { field } = specIssue(path, message);
      if (path === 'name') setNameError(message);
      else if (field) form.setError(field as keyof SpecForm, { message }, { shouldFocus: true });
      return path !== 'name' && !field;
    }).length === 0 && issues.length > 0;
  const submit = async () => {
    setFailure(undefined);
    setNameError(undefined);
    form.clearErrors();
    const values = form.getValues();
    const suggested = compose === undefined ? suggestedName(values) : composeName(compose);
    const checkedName = Name.safeParse(name.trim() || suggested);
    const { spec, issues = [] } = compose === undefined ? toSpec(values) : specOfText(compose);
    for (const { field, message } of issues)
      if (field) form.setError(field as keyof SpecForm, { message }, { shouldFocus: true });
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
  const text = { value: compose, set: setCompose };
  return {
    form,
    text,
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
  const { form, text, notice, name, setName, nameError, failure, submit, isBusy } = useCreate(props, servers);
  const { register, formState, watch, setValue } = form;
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
      <SourceFields
        register={register}
        errors={formState.errors}
        sourceType={watch('sourceType')}
        onSourceType={(type) => {
          text.set(undefined);
          setValue('sourceType', type);
        }}
        refType={watch('refType')}
        compose={{
          isChosen: text.value !== undefined,
          onChoose: () => text.set(text.value ?? firstFile),
          fields: <ComposeText value={text.value ?? ''} onChange={text.set} />,
        }}
      />
      {props.children}
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Name"
          placeholder={text.value === undefined ? suggestedName(watch()) || 'web' : composeName(text.value)}
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
