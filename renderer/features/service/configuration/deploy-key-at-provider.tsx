import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { Service } from '#shared/contract/service.ts';
import { sshRepositoryPathOf } from '#shared/model/git-provider.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface DeployKeyAtProviderProps {
  readonly service: Service;
  /** As it is typed now. */
  readonly url: string;
}

/**
 * Puts the public half of the deploy key to the repository by a git provider, and makes the key first where there is none;
 * nothing where no provider that may be used is at the repository's host.
 */
export function DeployKeyAtProvider({ service, url }: DeployKeyAtProviderProps) {
  const { id: serviceId, organizationId } = service;
  const { reason } = usePermission('service.update');
  const { data: providers = [] } = useQuery({
    ...orpc.gitProvider.list.queryOptions({ input: { organizationId } }),
    retry: false,
  });
  const add = useMutation(orpc.service.addDeployKey.mutationOptions());
  const [place] = providers.flatMap(({ id, name, baseUrl }) => {
    const repository = sshRepositoryPathOf(baseUrl, url);
    return repository === null ? [] : [{ gitProviderId: id, name, repository }];
  });
  if (!place) return null;
  const { name, ...at } = place;
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button
          icon={KeyRound}
          isBusy={add.isPending}
          disabledReason={reason}
          onClick={() => add.mutate({ serviceId, ...at })}
        >
          {`Make it at ${name}`}
        </Button>
      </div>
      <InlineError error={add.error} />
      {add.isSuccess && (
        <Notice tone="success">{`${add.variables.repository} knows the key, which may read it.`}</Notice>
      )}
    </div>
  );
}
