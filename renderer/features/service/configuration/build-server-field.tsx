import { useQuery } from '@tanstack/react-query';
import type { UseFormReturn } from 'react-hook-form';
import { HelpLink } from '../../../lib/help-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { buildServerOptions } from './server-options.ts';
import type { SpecForm } from './spec-form.ts';

interface BuildServerFieldProps {
  readonly form: UseFormReturn<SpecForm>;
  readonly organizationId: string;
}

/** The server that builds what runs on another one. */
export function BuildServerField({ form, organizationId }: BuildServerFieldProps) {
  const { register, formState, watch } = form;
  const { data } = useQuery(orpc.server.list.queryOptions({ input: { organizationId } }));
  const chosen = watch('buildServerId');
  return (
    <SelectField
      label="Built on"
      hint={
        <>
          {chosen === ''
            ? 'Another server keeps the load of builds away from what runs.'
            : 'The image is sent from there to the server that it runs on, without the layers that this has.'}{' '}
          <HelpLink chapter="build-server">Build servers</HelpLink>
        </>
      }
      error={formState.errors.buildServerId?.message}
      options={buildServerOptions(data, { chosen, runsOn: watch('serverId') })}
      {...register('buildServerId')}
    />
  );
}
