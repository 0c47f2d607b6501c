import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HostProvider } from '#shared/contract/host.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';

interface ConfirmProviderDialogProps {
  readonly provider: HostProvider;
  readonly onClose: () => void;
}

/** Confirms for which domains a provider speaks. Another issuer or client later takes all of it back. */
export function ConfirmProviderDialog({ provider, onClose }: ConfirmProviderDialogProps) {
  const queries = useQueryClient();
  const [domains, setDomains] = useState<readonly string[]>(provider.confirmedDomains);
  const [allowsPrivate, setPrivate] = useState(provider.allowsPrivate);
  const save = useMutation({
    mutationFn: () =>
      rpc.host.confirmProvider({
        provider: provider.provider,
        issuer: provider.issuer,
        domains: [...domains],
        allowsPrivate,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: orpc.host.key() });
      onClose();
    },
  });
  const setDomain = (domain: string, isOn: boolean): void =>
    setDomains((before) => [...before.filter((each) => each !== domain), ...(isOn ? [domain] : [])]);
  return (
    <FormDialog
      title={`${provider.name} of ${provider.organization}`}
      description={`${provider.issuer}. Another issuer or client later takes back what you confirm here.`}
      submitLabel="Save"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {provider.emailDomains.map((domain) => (
        <Checkbox
          key={domain}
          label={`It speaks for ${domain}`}
          hint="It shows to whoever types such an address, lets newcomers of it in, and verifies addresses of it."
          isChecked={domains.includes(domain)}
          onChange={(isOn) => setDomain(domain, isOn)}
        />
      ))}
      <Checkbox
        label="It may be in the network of this host"
        hint="Otherwise this host asks it at public addresses only."
        isChecked={allowsPrivate}
        onChange={setPrivate}
      />
    </FormDialog>
  );
}
