import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Description, Name } from '#shared/contract/fields.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import type { Reason } from '../../ui/reason.ts';
import { DraftNotice } from '../drafts/draft-notice.tsx';
import { useFormDraft } from '../drafts/use-form-draft.ts';
import { applyIssues } from '../errors.ts';

const Values = z.object({ name: Name, description: Description });
type Values = z.infer<typeof Values>;

interface DetailsFormProps {
  /** Of what it is the form, such as the id of a node: what is typed is kept by it. */
  readonly of: string;
  /** What the host holds; a change of it shows at once unless it is being edited. */
  readonly values: Values;
  readonly disabledReason: Reason | undefined;
  readonly save: (values: Values) => Promise<unknown>;
}

/** Name and description of a thing, saved by a button. */
export const DetailsForm = ({ of, values, disabledReason, save }: DetailsFormProps) => {
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    values,
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, formState, setError, reset } = form;
  const draft = useFormDraft(`details:${of}`, form);
  const send = useMutation({
    mutationFn: save,
    onSuccess: (_, sent) => {
      reset(sent);
      draft.drop();
    },
    onError: (error) => applyIssues(error, ['name', 'description'], setError),
  });
  const isTold = formState.errors.name !== undefined || formState.errors.description !== undefined;
  const idle = formState.isDirty ? undefined : 'Nothing has been changed.';
  return (
    <FormSection title="Name and description">
      <form
        noValidate
        className="flex max-w-xl flex-col gap-3"
        onSubmit={handleSubmit((edited) => send.mutate(edited))}
      >
        <DraftNotice {...draft.notice} />
        <TextField
          label="Name"
          readOnly={disabledReason !== undefined}
          error={formState.errors.name?.message}
          {...register('name')}
        />
        <TextArea
          label="Description"
          readOnly={disabledReason !== undefined}
          error={formState.errors.description?.message}
          {...register('description')}
        />
        <InlineError error={isTold ? undefined : send.error} />
        <div>
          <Button
            type="submit"
            variant="primary"
            isBusy={send.isPending}
            disabledReason={disabledReason ?? idle}
          >
            Save
          </Button>
        </div>
      </form>
    </FormSection>
  );
};
