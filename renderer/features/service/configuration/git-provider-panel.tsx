import { useMutation, useQuery } from '@tanstack/react-query';
import { BookMarked } from 'lucide-react';
import { useState } from 'react';
import type { GitProvider } from '#shared/contract/git-provider.ts';
import type { Service } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { isRepositoryOf } from '#shared/model/git-provider.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { RepositoryDialog } from './repository-dialog.tsx';

interface GitProviderPanelProps {
  readonly service: Service;
  /** As it is typed now. */
  readonly url: string;
  readonly onPicked: (picked: { url: string; branch: string }) => void;
}

const none: readonly GitProvider[] = [];

/** Picks a repository of a git provider, and says by whose token the saved address is fetched. */
export function GitProviderPanel({ service, url, onPicked }: GitProviderPanelProps) {
  const { reason } = usePermission('service.update');
  const [isPicking, setPicking] = useState(false);
  const { organizationId } = service;
  const { data: providers = none } = useQuery({
    ...orpc.gitProvider.list.queryOptions({ input: { organizationId } }),
    retry: false,
  });
  if (providers.length === 0 && service.gitProviderId === null) return null;
  return (
    <div className="flex flex-col gap-2">
      <FetchedBy service={service} providers={providers} url={url.trim()} />
      <div>
        <Button
          icon={BookMarked}
          disabledReason={reason}
          disabled={providers.length === 0}
          onClick={() => setPicking(true)}
        >
          Pick a repository …
        </Button>
      </div>
      {isPicking && (
        <RepositoryDialog
          serviceId={service.id}
          providers={providers}
          onPicked={onPicked}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  );
}

interface FetchedByProps {
  readonly service: Service;
  readonly providers: readonly GitProvider[];
  readonly url: string;
}

/** Only what is saved can be fetched, so an address that is just being typed is offered nothing. */
function FetchedBy({ service, providers, url }: FetchedByProps) {
  const { reason } = usePermission('service.update');
  const set = useMutation(orpc.service.setGitProvider.mutationOptions());
  const { id: serviceId, spec, gitProviderId } = service;
  const saved = (spec && specFacts(spec).repository) ?? undefined;
  if (saved === undefined || saved !== url) return null;
  const fitting = providers.find(({ baseUrl }) => isRepositoryOf(baseUrl, saved));
  const by = providers.find(({ id }) => id === gitProviderId)?.name ?? 'a git provider that you may not use';
  const bind = (id: string | null): void => set.mutate({ serviceId, gitProviderId: id });
  return (
    <div className="flex flex-col gap-1">
      {gitProviderId !== null && (
        <p className="text-secondary">
          {`Fetched by the token of ${by}. `}
          <Button variant="ghost" isBusy={set.isPending} disabledReason={reason} onClick={() => bind(null)}>
            Fetch without it
          </Button>
        </p>
      )}
      {gitProviderId === null && fitting && (
        <p className="text-secondary">
          {`This address lies at ${fitting.name}, and is fetched without a token. `}
          <Button
            variant="ghost"
            isBusy={set.isPending}
            disabledReason={reason}
            onClick={() => bind(fitting.id)}
          >
            {`Fetch by the token of ${fitting.name}`}
          </Button>
        </p>
      )}
      <InlineError error={set.error} />
    </div>
  );
}
