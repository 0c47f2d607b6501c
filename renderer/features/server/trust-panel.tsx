import { useMutation } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import type { Server } from '#shared/contract/server.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FingerprintCard } from './fingerprint-card.tsx';
import type { ScannedKey } from './trust-step.tsx';

const Comparison = ({ server, offered }: { readonly server: Server; readonly offered: ScannedKey }) => {
  const [isAsking, setAsking] = useState(false);
  const { reason } = usePermission('server.trust');
  const trust = useMutation(orpc.server.trust.mutationOptions());
  if (offered.fingerprint === server.hostKey.fingerprint)
    return (
      <Notice tone="success" title="The server shows the pinned key">
        Nothing has changed.
      </Notice>
    );
  return (
    <>
      <FingerprintCard title="Offered now" type={offered.type} fingerprint={offered.fingerprint} />
      <Notice
        tone="danger"
        title="The server shows another key than the pinned one"
        action={
          <Button size="sm" variant="danger" disabledReason={reason} onClick={() => setAsking(true)}>
            Trust the new key
          </Button>
        }
      >
        It may have been reinstalled, or somebody may be in between. Compare the offered fingerprint with the
        one on the server’s own console before you trust it.
      </Notice>
      {isAsking && (
        <ConfirmDialog
          title={`Trust the new key of ${server.name}`}
          confirmLabel="Trust the new key"
          isDanger
          isBusy={trust.isPending}
          error={trust.error}
          typedName={server.name}
          onConfirm={(typedName) =>
            trust.mutate(
              { serverId: server.id, fingerprint: offered.fingerprint, typedName },
              { onSuccess: () => setAsking(false) },
            )
          }
          onClose={() => setAsking(false)}
        >
          <FingerprintCard
            title="Pinned"
            type={server.hostKey.type}
            fingerprint={server.hostKey.fingerprint}
          />
          <FingerprintCard title="Offered now" type={offered.type} fingerprint={offered.fingerprint} />
          <p className="text-secondary">
            From then on, everything is sent to whoever holds the new key. Do it only after comparing.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
};

/** The pinned host key, and what to do when the server shows another. */
export const TrustPanel = ({ server }: { readonly server: Server }) => {
  const { reason } = usePermission('server.create', useOrganizationId());
  const scan = useMutation(orpc.server.scan.mutationOptions());
  const look = () =>
    scan.mutate({
      organizationId: server.organizationId,
      host: server.host,
      port: server.port,
      user: server.user,
      ...(server.jumpServerId ? { jumpServerId: server.jumpServerId } : {}),
    });
  return (
    <Panel
      title="Host key"
      actions={
        <Button size="sm" icon={ScanSearch} isBusy={scan.isPending} disabledReason={reason} onClick={look}>
          Compare with the server
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <FingerprintCard title="Pinned" type={server.hostKey.type} fingerprint={server.hostKey.fingerprint} />
        {scan.data && <Comparison server={server} offered={scan.data} />}
        <InlineError error={scan.error} />
      </div>
    </Panel>
  );
};
