import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Description, Name } from '#shared/contract/fields.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import { DraftNotice } from '../drafts/draft-notice.tsx';
import { type RestOfForm, useFormDraft } from '../drafts/use-form-draft.ts';
import { applyIssues } from '../errors.ts';

const Values = z.object({ name: Name, description: Description });
type Values = z.infer<typeof Values>;

interface NameDialogProps<T, R> {
  /** For what it asks, such as `project:org_1`: what is typed and not sent is kept by it. */
  readonly of: string;
  readonly title: string;
  readonly description?: ReactNode;
  readonly submitLabel: string;
  readonly initialName?: string;
  readonly placeholder?: string;
  /** Leaves out the description, such as for a copy. */
  readonly nameOnly?: boolean;
  readonly children?: ReactNode;
  /** What is chosen in `children`: kept with what is typed. */
  readonly rest?: RestOfForm<R>;
  /** The line by which a terminal does the same. */
  readonly commandOf?: (values: Values) => string;
  readonly submit: (values: Values) => Promise<T>;
  readonly onDone: (made: T) => void;
  readonly onClose: () => void;
}

/** Asks for a name, and makes or copies something with it. */
export const NameDialog = <T, R = undefined>(props: NameDialogProps<T, R>) => {
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: props.initialName ?? '', description: '' },
  });
  const { register, handleSubmit, formState, setError, watch } = form;
  const draft = useFormDraft(`name:${props.of}`, form, props.rest ? { rest: props.rest } : {});
  const send = useMutation({
    mutationFn: props.submit,
    onSuccess: (made) => {
      draft.drop();
      props.onDone(made);
    },
    onError: (error) => applyIssues(error, ['name', 'description'], setError),
  });
  const isTold = formState.errors.name !== undefined || formState.errors.description !== undefined;
  return (
    <FormDialog
      title={props.title}
      description={props.description}
      submitLabel={props.submitLabel}
      isBusy={send.isPending}
      error={isTold ? undefined : send.error}
      command={props.commandOf?.(watch())}
      onSubmit={handleSubmit((values) => send.mutate(values))}
      onClose={props.onClose}
    >
      <DraftNotice {...draft.notice} />
      <TextField
        label="Name"
        autoFocus
        placeholder={props.placeholder}
        error={formState.errors.name?.message}
        {...register('name')}
      />
      {!props.nameOnly && (
        <TextArea
          label="Description (optional)"
          error={formState.errors.description?.message}
          {...register('description')}
        />
      )}
      {props.children}
    </FormDialog>
  );
};
