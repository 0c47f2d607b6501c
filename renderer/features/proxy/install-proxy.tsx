import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ServerProxy } from '#shared/contract/proxy.ts';
import { fieldIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';

interface InstallProxyProps {
  readonly serverId: string;
  readonly proxy: ServerProxy;
  readonly onClose: () => void;
}

type ProxyType = NonNullable<ServerProxy['type']>;

const cards: readonly { value: ProxyType; label: string; hint: string }[] = [
  { value: 'traefik', label: 'Traefik', hint: 'One file for each service; the usual choice.' },
  { value: 'caddy', label: 'Caddy', hint: 'A switch between versions loads nothing anew.' },
];

/** Installs, updates or changes the proxy of a server. */
export function InstallProxy({ serverId, proxy, onClose }: InstallProxyProps) {
  const [type, setType] = useState<ProxyType>(proxy.type ?? 'traefik');
  const [image, setImage] = useState('');
  const [email, setEmail] = useState(proxy.email ?? '');
  const [directory, setDirectory] = useState(proxy.directory ?? '');
  const install = useMutation({
    mutationFn: () =>
      rpc.proxy.install({
        serverId,
        type,
        ...(image.trim() ? { image: image.trim() } : {}),
        ...(email.trim() ? { email: email.trim() } : {}),
        ...(directory.trim() ? { directory: directory.trim() } : {}),
      }),
    onSuccess: onClose,
  });
  const issues = fieldIssues(install.error);
  const problemOf = (field: string): string | undefined => issues.find(({ path }) => path === field)?.message;
  return (
    <FormDialog
      title={proxy.type === null ? 'Install a proxy' : 'Change or update the proxy'}
      description="It runs as a container that holds the ports 80 and 443 of the server."
      submitLabel={proxy.type === null ? 'Install' : 'Install again'}
      isBusy={install.isPending}
      error={issues.length > 0 ? undefined : install.error}
      onSubmit={(event) => {
        event.preventDefault();
        install.mutate();
      }}
      onClose={onClose}
    >
      {proxy.type !== null && (
        <Notice tone="warning">
          Visitors wait some seconds while the container is replaced. Certificates stay.
        </Notice>
      )}
      <RadioCards label="Which" options={cards} value={type} onChange={setType} />
      <TextField
        label="Image"
        isMono
        value={image}
        onChange={(event) => setImage(event.target.value)}
        hint={`${proxy.image === null ? '' : `It runs ${proxy.image} now. `}Empty takes the one that is known to work.`}
        error={problemOf('image')}
      />
      <TextField
        label="E-mail for the certificate authority"
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        hint="It writes there before a certificate ends."
        error={problemOf('email')}
      />
      <TextField
        label="Another authority"
        isMono
        value={directory}
        onChange={(event) => setDirectory(event.target.value)}
        placeholder="https://acme.example.com/directory"
        hint="The address of its ACME directory; empty for Let’s Encrypt."
        error={problemOf('directory')}
      />
    </FormDialog>
  );
}
