import { Download } from 'lucide-react';
import type { NewInvitation } from '#shared/contract/invitation.ts';
import { downloadText } from '../../lib/download.ts';
import { formatInstant } from '../../lib/format.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { invitationFile, invitationLink, isForThisMachineOnly } from './invitation-file.ts';

interface NewLinkProps {
  readonly made: NewInvitation;
  readonly onClose: () => void;
}

/** The link of an invitation, shown this once. */
export const NewLink = ({ made, onClose }: NewLinkProps) => {
  const organization = useOrganization();
  const link = invitationLink(made.path);
  const isLocal = isForThisMachineOnly(link);
  const save = (): void => {
    const { name, text } = invitationFile(made, organization?.name ?? 'organization');
    downloadText(name, text, 'application/json');
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Invitation for ${made.invitation.email}`}
      description={`They join as ${made.invitation.role}. The link works once, until ${formatInstant(made.invitation.expiresAt)}.`}
      footer={
        <Button variant={isLocal ? 'default' : 'primary'} onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField label="Link" isMono readOnly value={link} onFocus={(event) => event.target.select()} />
          </div>
          <CopyButton text={link} label="Copy link" />
          <Button icon={Download} variant={isLocal ? 'primary' : 'default'} onClick={save}>
            Save file
          </Button>
        </div>
        {isLocal && (
          <Notice tone="warning" title="This link works on this machine only">
            It begins with {new URL(link).origin}, which leads every machine to itself. For somebody elsewhere
            save the file: they open it on the sign-in page of this host, by the address at which they reach
            it.
          </Notice>
        )}
        <Notice tone="warning" title="Shown only now">
          Whoever has the link or the file can join with that address. Send it by a way that you trust;
          nothing here can show it again. To make a new one, resend the invitation.
        </Notice>
      </div>
    </Dialog>
  );
};
