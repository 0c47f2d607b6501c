import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type Control, Controller, useForm, useWatch } from 'react-hook-form';
import type { Domain } from '#shared/contract/domain.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import { CertificateChoice } from './certificate-choice.tsx';
import { nameOf } from './domain-columns.tsx';
import { type DomainGiven, type DomainTyped, DomainValues, toSend, typedOf } from './domain-form.ts';
import { ShareFields } from './share-fields.tsx';

interface DomainDialogProps {
  readonly serviceId: string;
  readonly domain?: Domain | undefined;
  readonly onClose: () => void;
}

const httpsOptions = [
  { value: 'acme', label: 'A certificate of Let’s Encrypt, renewed by itself' },
  { value: 'own', label: 'A certificate of your own' },
  { value: 'internal', label: 'A certificate that the proxy makes; browsers warn' },
  { value: 'none', label: 'Off: plain HTTP' },
];

const placed = [
  'host',
  'path',
  'part',
  'port',
  'https',
  'certificateId',
  'headers',
  'people',
  'redirectsWww',
  'shares',
] as const;

/** Adds or changes a domain. */
export function DomainDialog({ serviceId, domain, onClose }: DomainDialogProps) {
  const form = useForm<DomainTyped, unknown, DomainGiven>({
    resolver: zodResolver(DomainValues),
    defaultValues: typedOf(domain, domain ? shownHost(domain.host) : ''),
  });
  const { register, control, handleSubmit, formState, setError } = form;
  const draft = useFormDraft(`domain:${domain?.id ?? serviceId}`, form, { secrets: ['people'] });
  const [https, path, host, redirectsWww] = useWatch({
    control,
    name: ['https', 'path', 'host', 'redirectsWww'],
  });
  const { data: service } = useQuery(orpc.service.get.queryOptions({ input: { serviceId } }));
  const save = useMutation({
    mutationFn: (typed: DomainGiven) => {
      const given = toSend(typed, domain);
      return domain
        ? rpc.domain.update({ domainId: domain.id, version: domain.version, ...given })
        : rpc.domain.create({ serviceId, ...given });
    },
    onSuccess: () => {
      draft.drop();
      onClose();
    },
    onError: (error) => applyIssues(error, [...placed], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={domain ? `Change ${nameOf(domain)}` : 'Add a domain'}
      description="Visitors who ask for this address are led to the service by the proxy of its server."
      submitLabel={domain ? 'Save' : 'Add domain'}
      width="md"
      isBusy={save.isPending}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((given) => save.mutate(given))}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <div className="grid grid-cols-[2fr_1fr] gap-3">
        <TextField
          label="Host"
          isMono
          autoFocus
          placeholder="shop.example.com"
          hint="*.example.com for every name below it"
          error={errors.host?.message}
          {...register('host')}
        />
        <TextField label="Path" isMono error={errors.path?.message} {...register('path')} />
      </div>
      {service?.type === 'compose' && (
        <TextField
          label="Part of the project"
          isMono
          placeholder="web"
          hint="A service of the compose file; a project of one needs none said."
          error={errors.part?.message}
          {...register('part')}
        />
      )}
      <TextField
        label="Port of the container"
        isMono
        inputMode="numeric"
        hint="Where the service listens; it needs no port of the server."
        error={errors.port?.message}
        {...register('port')}
      />
      {path !== '/' && (
        <Choice control={control} name="stripsPath" label="Take the path away before the service sees it" />
      )}
      <SelectField
        label="HTTPS"
        options={httpsOptions}
        error={errors.https?.message}
        {...register('https')}
      />
      {https === 'own' && (
        <CertificateChoice
          organizationId={service?.organizationId}
          host={host}
          redirectsWww={redirectsWww}
          kept={domain?.certificate?.id ?? undefined}
          error={errors.certificateId?.message}
          {...register('certificateId')}
        />
      )}
      {https !== 'none' && <Choice control={control} name="redirectsHttp" label="Send plain HTTP to HTTPS" />}
      <Choice
        control={control}
        name="redirectsWww"
        label="Send the name with www. here (or the one without)"
        error={errors.redirectsWww?.message}
      />
      <TextArea
        label="Who may sign in"
        isMono
        rows={2}
        placeholder="ann: a password"
        hint={
          domain
            ? 'One line each. A name without a password keeps the one it has; empty lets everybody in.'
            : 'One line each, as name: password. Empty lets everybody in.'
        }
        error={errors.people?.message}
        {...register('people')}
      />
      <TextArea
        label="Headers of every answer"
        isMono
        rows={2}
        placeholder="X-Frame-Options: DENY"
        hint="One line each. Without a value the header is taken away."
        error={errors.headers?.message}
        {...register('headers')}
      />
      <ShareFields form={form} service={service} />
      <Choice control={control} name="isEnabled" label="On" />
    </FormDialog>
  );
}

interface ChoiceProps {
  readonly control: Control<DomainTyped, unknown, DomainGiven>;
  readonly name: 'stripsPath' | 'redirectsHttp' | 'redirectsWww' | 'isEnabled';
  readonly label: string;
  readonly error?: string | undefined;
}

function Choice({ control, name, label, error }: ChoiceProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Checkbox label={label} hint={error} isChecked={field.value} onChange={field.onChange} />
      )}
    />
  );
}
