import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import { EmailDomain, type IdentityProvider, Issuer } from '#shared/contract/identity-provider.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { roleOptions, useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

const Values = z.object({
  name: Name,
  issuer: Issuer,
  clientId: z.string().trim().min(1, 'must not be empty').max(256),
  clientSecret: z.string().max(1_024),
  emailDomains: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((domains) => domains.every((domain) => EmailDomain.safeParse(domain).success), {
      message: 'must be domains such as example.com, with commas between',
    }),
});
type Typed = z.input<typeof Values>;
type Values = z.output<typeof Values>;

interface ProviderDialogProps {
  readonly organizationId: string;
  readonly provider?: IdentityProvider | undefined;
  readonly onClose: () => void;
}

interface Chosen {
  readonly roleId: string;
  readonly isEnabled: boolean;
  readonly trustsSecondFactor: boolean;
}

const saveAs =
  ({ organizationId, provider }: ProviderDialogProps, chosen: Chosen) =>
  ({ clientSecret, ...values }: Values): Promise<IdentityProvider> => {
    const fields = { organizationId, ...values, ...chosen };
    const secret = clientSecret === '' ? {} : { clientSecret };
    return provider
      ? rpc.identityProvider.update({ ...fields, ...secret, identityProviderId: provider.id })
      : rpc.identityProvider.create({ ...fields, ...secret });
  };

/** Adds or changes a provider that people may sign in by. */
export const ProviderDialog = (props: ProviderDialogProps) => {
  const { organizationId, provider, onClose } = props;
  const assignable = useAssignableRoles(organizationId);
  const roles = assignable.filter(({ level }) => level <= builtInRoles.member.level);
  const [chosenRole, setRole] = useState(provider?.roleId);
  const [isEnabled, setEnabled] = useState(provider?.isEnabled ?? true);
  const [trustsSecondFactor, setTrust] = useState(provider?.trustsSecondFactor ?? false);
  const roleId = chosenRole ?? roles.find(({ name }) => name === 'Member')?.id ?? roles[0]?.id ?? '';
  const form = useForm<Typed, unknown, Values>({
    resolver: zodResolver(Values),
    defaultValues: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      emailDomains: provider?.emailDomains.join(', ') ?? '',
    },
  });
  const { register, handleSubmit, formState, setError } = form;
  const draft = useFormDraft(`identity-provider:${provider?.id ?? organizationId}`, form, {
    secrets: ['clientSecret'],
    rest: {
      value: { role: chosenRole, isEnabled, trustsSecondFactor },
      first: {
        role: provider?.roleId,
        isEnabled: provider?.isEnabled ?? true,
        trustsSecondFactor: provider?.trustsSecondFactor ?? false,
      },
      put: (chosen) => {
        setRole(chosen.role);
        setEnabled(chosen.isEnabled);
        setTrust(chosen.trustsSecondFactor);
      },
    },
  });
  const save = useMutation({
    mutationFn: saveAs(props, { roleId, isEnabled, trustsSecondFactor }),
    onSuccess: () => {
      draft.drop();
      onClose();
    },
    onError: (error) =>
      applyIssues(error, ['name', 'issuer', 'clientId', 'clientSecret', 'emailDomains'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={provider ? `Change ${provider.name}` : 'Add a provider'}
      description="Any OpenID Connect provider: Auth0, Entra ID, Keycloak, Okta, Zitadel and others."
      submitLabel={provider ? 'Save' : 'Add provider'}
      isBusy={save.isPending}
      isSubmitDisabled={roleId === ''}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <TextField
        label="Name"
        autoFocus
        placeholder="Acme login"
        error={errors.name?.message}
        {...register('name')}
      />
      <TextField
        label="Issuer"
        isMono
        placeholder="https://login.example.com/realms/acme"
        hint={provider ? 'Another issuer or client unlinks every account.' : undefined}
        error={errors.issuer?.message}
        {...register('issuer')}
      />
      <TextField label="Client ID" isMono error={errors.clientId?.message} {...register('clientId')} />
      <TextField
        label="Client secret (optional)"
        type="password"
        autoComplete="off"
        hint={
          provider?.hasClientSecret
            ? 'Empty keeps the one that is there.'
            : 'None for a public client; PKCE is always used.'
        }
        error={errors.clientSecret?.message}
        {...register('clientSecret')}
      />
      <TextField
        label="Domains of e-mail addresses"
        isMono
        placeholder="example.com"
        hint="Whoever comes with a verified address of these gets an account, once the operator of this host confirmed the domain. Without any, only linked accounts sign in."
        error={errors.emailDomains?.message}
        {...register('emailDomains')}
      />
      <SelectField
        label="Newcomers become"
        hint="Never more than a Member."
        value={roleId}
        onChange={(event) => setRole(event.target.value)}
        options={roleOptions(roles, undefined)}
      />
      <Checkbox
        label="Trust its second factor"
        hint="Otherwise whoever set an authenticator up here is asked for its code as well. Other organizations of theirs stay closed until it is typed."
        isChecked={trustsSecondFactor}
        onChange={setTrust}
      />
      <Checkbox label="People may sign in by it" isChecked={isEnabled} onChange={setEnabled} />
    </FormDialog>
  );
};
