import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RotatedServer, SshKey } from '#shared/contract/ssh-key.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { FormRow } from '../../ui/form/form-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { KeyUses } from './key-uses.tsx';

interface RotateSshKeyProps {
  readonly organizationId: string;
  readonly sshKey: SshKey;
  readonly onClose: () => void;
}

/** Replaces a key on all its servers, or goes on with that; says of each server how far it got. */
export function RotateSshKey({ organizationId, sshKey, onClose }: RotateSshKeyProps) {
  const { id: sshKeyId, name, previousPublicKey } = sshKey;
  const [repositoriesKnow, setRepositoriesKnow] = useState(false);
  const rotate = useMutation({ mutationFn: () => rpc.sshKey.rotate({ sshKeyId, repositoriesKnow }) });
  const isOpen = previousPublicKey !== null;
  const result = rotate.data;
  const isDone = result !== undefined && result.sshKey.previousPublicKey === null;
  return (
    <FormDialog
      title={isOpen ? `Go on rotating ${name}` : `Rotate ${name}`}
      description="Each server gets a new half beside the old one, is signed in to by it, and only then loses the old one. A server that cannot be reached keeps the old half until you go on."
      submitLabel={isOpen ? 'Go on' : 'Rotate'}
      isBusy={rotate.isPending}
      isSubmitDisabled={isDone}
      error={rotate.error}
      onSubmit={() => rotate.mutate()}
      onClose={onClose}
    >
      <FormRow label="Used by">
        <KeyUses
          organizationId={organizationId}
          sshKeyId={sshKeyId}
          none="Nothing that you may see uses it: it just gets a new pair."
        />
      </FormRow>
      {result?.servers
        .filter((server) => !server.isDone)
        .map((server) => (
          <Left key={server.serverId} server={server} />
        ))}
      {result && result.others > 0 && (
        <Notice tone="warning">
          {`${result.others === 1 ? 'One server that you may not change keeps' : `${result.others} servers that you may not change keep`} the old half. Somebody who may update them has to go on.`}
        </Notice>
      )}
      {isOpen && (!result || result.servicesWait) && (
        <Checkbox
          label="The repositories of its services know the new public half"
          hint="Services fetch by both halves until then. Copy it from the key’s own page, by its name in the list."
          isChecked={repositoriesKnow}
          onChange={setRepositoriesKnow}
        />
      )}
      {isDone && <Notice tone="success">Everything uses the new half, and the old one is forgotten.</Notice>}
    </FormDialog>
  );
}

function Left({ server: { name, problem } }: { readonly server: RotatedServer }) {
  return (
    <Notice tone="warning">
      <span className="font-medium">{name}</span>: {problem}
    </Notice>
  );
}
