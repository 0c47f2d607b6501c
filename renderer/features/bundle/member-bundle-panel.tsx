import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import type { SealedExport } from '#shared/contract/bundle.ts';
import { HelpLink } from '../../lib/help-link.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { MemberBundleDialog } from './member-bundle-dialog.tsx';

/** Seals a bundle for one member, and says what they compare. */
export const MemberBundlePanel = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('bundle.export', organizationId);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<SealedExport>();
  return (
    <Panel title="For a member">
      <div className="flex flex-col gap-3">
        <p className="text-secondary">
          What you and they both may read, encrypted for their key and signed by yours. No secret is in it,
          and neither are members and grants.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={LockKeyhole} disabledReason={reason} onClick={() => setOpen(true)}>
            Export for a member…
          </Button>
          <HelpLink chapter="bundles">How they bring it in</HelpLink>
        </div>
        {made && (
          <Notice tone="success" title={`${made.fileName} was written`}>
            It holds {made.items.length} things, and may be imported until{' '}
            {new Date(made.validTo).toLocaleString()}. Read your fingerprint to them by phone or in person:{' '}
            <code className="break-all">{made.fingerprint}</code>{' '}
            <CopyButton text={made.fingerprint} label="Copy the fingerprint" />
          </Notice>
        )}
      </div>
      {isOpen && (
        <MemberBundleDialog
          organizationId={organizationId}
          onMade={(bundle) => {
            setMade(bundle);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Panel>
  );
};
