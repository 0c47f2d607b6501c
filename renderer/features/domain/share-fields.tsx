import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { type UseFormReturn, useFieldArray, useWatch } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { ownPercent } from '#shared/model/domain/shares.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { DomainGiven, DomainTyped } from './domain-form.ts';

interface ShareFieldsProps {
  readonly form: UseFormReturn<DomainTyped, unknown, DomainGiven>;
  /** The service that has the domain. */
  readonly service: Service | undefined;
}

/** Which other services of the environment answer a part of the requests. */
export function ShareFields({ form, service }: ShareFieldsProps) {
  const { control, register, formState } = form;
  const { fields, append, remove } = useFieldArray({ control, name: 'shares' });
  const typed = useWatch({ control, name: 'shares' });
  const { data = [] } = useQuery({
    ...orpc.service.list.queryOptions({ input: { environmentId: service?.environmentId ?? '' } }),
    enabled: service !== undefined,
  });
  const others = data.filter(({ id, type }) => id !== service?.id && type === 'application');
  const errors = formState.errors.shares;
  const left = ownPercent(typed.map(({ percent }) => ({ percent: Number(percent) || 0 })));
  return (
    <div className="flex flex-col gap-2">
      {fields.map((field, index) => (
        <fieldset key={field.id} className="grid grid-cols-[2fr_1fr_1fr_auto] items-start gap-3">
          <legend className="sr-only">Share {index + 1}</legend>
          <SelectField
            label="Service"
            aria-label={`Service of share ${index + 1}`}
            options={optionsOf(others, field.serviceId)}
            error={errors?.[index]?.serviceId?.message}
            {...register(`shares.${index}.serviceId`)}
          />
          <TextField
            label="Its port"
            aria-label={`Port of share ${index + 1}`}
            isMono
            inputMode="numeric"
            error={errors?.[index]?.port?.message}
            {...register(`shares.${index}.port`)}
          />
          <TextField
            label="Percent"
            aria-label={`Percent of share ${index + 1}`}
            isMono
            inputMode="numeric"
            error={errors?.[index]?.percent?.message}
            {...register(`shares.${index}.percent`)}
          />
          <IconButton
            label={`Remove share ${index + 1}`}
            icon={X}
            className="mt-6"
            onClick={() => remove(index)}
          />
        </fieldset>
      ))}
      <div className="flex items-center gap-3">
        <Button
          size="sm"
          icon={Plus}
          disabledReason={
            others.length === 0 ? 'There is no other application in this environment.' : undefined
          }
          onClick={() => append({ serviceId: others[0]?.id ?? '', port: 8080, percent: 10 })}
        >
          Share requests with another service
        </Button>
        {fields.length > 0 && <span className="text-secondary text-sm">{left} % stay here</span>}
      </div>
      {(errors?.root?.message ?? errors?.message) && (
        <p role="alert" className="text-danger text-sm">
          {errors?.root?.message ?? errors?.message}
        </p>
      )}
    </div>
  );
}

/** One that may not be seen stays as it is, without its name. */
function optionsOf(others: readonly Service[], chosen: string) {
  const options = others.map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = others.some(({ id }) => id === chosen);
  return isKnown ? options : [{ value: chosen, label: 'The one that it has' }, ...options];
}
