import type { SshKey } from '#shared/contract/ssh-key.ts';
import { CodeBlock } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { FormRow } from '../../ui/form/form-row.tsx';
import { KeyUses } from './key-uses.tsx';

interface ShowSshKeyProps {
  readonly organizationId: string;
  readonly sshKey: SshKey;
  readonly onClose: () => void;
}

/** The public half to copy, and where the key is in use. */
export function ShowSshKey({ organizationId, sshKey, onClose }: ShowSshKeyProps) {
  const { id, name, publicKey } = sshKey;
  return (
    <Dialog isOpen title={name} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <FormRow
          label="Public half"
          hint="A line of ~/.ssh/authorized_keys on a server, or a deploy key of a repository. A server that is added with “Password, once” gets it by itself."
        >
          <CodeBlock text={publicKey} label="the public half" />
        </FormRow>
        <FormRow label="Used by">
          <KeyUses
            organizationId={organizationId}
            sshKeyId={id}
            none="Nothing that you may see uses it yet."
          />
        </FormRow>
      </div>
    </Dialog>
  );
}
