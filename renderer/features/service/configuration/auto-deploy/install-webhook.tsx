import { useMutation, useQuery } from '@tanstack/react-query';
import { Webhook as WebhookIcon } from 'lucide-react';
import { orpc } from '../../../../lib/host/rpc.ts';
import { usePermission } from '../../../../lib/use-permission.ts';
import { Button } from '../../../../ui/button.tsx';
import { InlineError } from '../../../../ui/inline-error.tsx';

/** Makes the webhook at the repository by the git provider of the service; nothing where it has none that may be used. */
export function InstallWebhook({ serviceId }: { readonly serviceId: string }) {
  const { reason } = usePermission('deployment.create');
  const { data: service } = useQuery(orpc.service.get.queryOptions({ input: { serviceId } }));
  const gitProviderId = service?.gitProviderId ?? '';
  const { data: provider } = useQuery({
    ...orpc.gitProvider.get.queryOptions({ input: { gitProviderId } }),
    enabled: gitProviderId !== '',
    retry: false,
  });
  const install = useMutation(orpc.autoDeploy.installWebhook.mutationOptions());
  if (gitProviderId === '' || !provider) return null;
  return (
    <>
      <Button
        icon={WebhookIcon}
        isBusy={install.isPending}
        disabledReason={reason}
        onClick={() => install.mutate({ serviceId, gitProviderId })}
      >
        {`Make it at ${provider.name}`}
      </Button>
      <InlineError error={install.error} />
    </>
  );
}
