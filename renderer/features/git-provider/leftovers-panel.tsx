import { useMutation } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { GitProvider, GitProviderLeftover } from '#shared/contract/git-provider.ts';
import { age } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';

interface LeftoversPanelProps {
  readonly organizationId: string;
  readonly providers: readonly GitProvider[];
}

/** What a provider did not let be taken out of repositories, why, and the two ways on; nothing where nothing is left. */
export function LeftoversPanel({ organizationId, providers }: LeftoversPanelProps) {
  const left = providers.flatMap((provider) =>
    provider.leftovers.map((leftover) => ({ provider, leftover })),
  );
  if (left.length === 0) return null;
  return (
    <Panel title="Left at repositories">
      <p className="pb-2 text-secondary">
        Of services that are gone or want them no more. They are tried again by themselves, ever more seldom.
      </p>
      <ul aria-label="Left at repositories" className="flex flex-col divide-y divide-line">
        {left.map(({ provider, leftover }) => (
          <LeftoverRow key={`${provider.id} ${leftover.id}`} {...{ organizationId, provider, leftover }} />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly organizationId: string;
  readonly provider: GitProvider;
  readonly leftover: GitProviderLeftover;
}

const words = { webhook: 'Webhook', 'deploy-key': 'Deploy key' } as const;

function LeftoverRow({ organizationId, provider, leftover }: RowProps) {
  const check = usePermissionCheck();
  const now = useNow(60_000);
  const [isForgetting, setForgetting] = useState(false);
  const retry = useMutation(orpc.gitProvider.removeLeftovers.mutationOptions());
  const { kind, repository, problem, triedAt } = leftover;
  const what = `${words[kind]} at ${repository}`;
  const named = { gitProviderId: provider.id, leftover: leftover.id };
  return (
    <li className="flex flex-wrap items-center gap-2 py-1.5">
      <span className="min-w-0 flex-1">
        <span className="font-medium">{what}</span>
        <span className="block text-secondary text-sm">
          {`${provider.name}: ${problem ?? 'not tried yet'}${triedAt ? ` (tried ${age(triedAt, now)})` : ''}`}
        </span>
      </span>
      <Button
        icon={RotateCw}
        aria-label={`Try again: ${what}`}
        isBusy={retry.isPending}
        onClick={() => retry.mutate(named)}
      >
        Try again
      </Button>
      <Button
        variant="ghost"
        aria-label={`Forget: ${what}`}
        disabledReason={check('gitProvider.update', organizationId)}
        onClick={() => setForgetting(true)}
      >
        Forget …
      </Button>
      <InlineError error={retry.error} />
      {isForgetting && (
        <ForgetLeftover what={what} provider={provider} named={named} onClose={() => setForgetting(false)} />
      )}
    </li>
  );
}

interface ForgetProps {
  readonly what: string;
  readonly provider: GitProvider;
  readonly named: { readonly gitProviderId: string; readonly leftover: string };
  readonly onClose: () => void;
}

function ForgetLeftover({ what, provider, named, onClose }: ForgetProps) {
  const forget = useMutation(orpc.gitProvider.forgetLeftover.mutationOptions());
  return (
    <ConfirmDialog
      title={`Forget the ${what.charAt(0).toLowerCase()}${what.slice(1)}?`}
      confirmLabel="Forget it"
      isDanger
      isBusy={forget.isPending}
      error={forget.error}
      onConfirm={() => forget.mutate(named, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{`It stays at ${provider.name} and is tried no more. Take it out there by hand.`}</p>
    </ConfirmDialog>
  );
}
