import { Archive, ChevronDown, Download, FileText, Sheet, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../lib/session/use-session.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import { ArchiveDialog } from './archive-dialog.tsx';

interface AuditActionsProps {
  readonly organizationId: string;
  readonly isFiltering: boolean;
  readonly isVerifying: boolean;
  readonly isExporting: boolean;
  readonly onVerify: () => void;
  readonly onExport: (format: 'jsonl' | 'csv') => void;
}

/** What can be done with the audit trail as a whole. */
export const AuditActions = (props: AuditActionsProps) => {
  const { organizationId, isFiltering } = props;
  const [isArchiving, setArchiving] = useState(false);
  const organization = useOrganization();
  const exporting = usePermission('audit.export', organizationId);
  const updating = usePermission('organization.update', organizationId);
  const what = isFiltering ? 'what is found' : 'everything';
  return (
    <>
      <Button icon={ShieldCheck} isBusy={props.isVerifying} onClick={props.onVerify}>
        Verify
      </Button>
      <Menu
        align="end"
        trigger={
          <Button icon={Download} isBusy={props.isExporting}>
            Export
            <ChevronDown aria-hidden className="size-3.5" />
          </Button>
        }
        items={[
          {
            id: 'jsonl',
            label: `Export ${what} as JSONL, which can be verified`,
            icon: FileText,
            disabledReason: exporting.reason,
            run: () => props.onExport('jsonl'),
          },
          {
            id: 'csv',
            label: `Export ${what} as CSV, for spreadsheets`,
            icon: Sheet,
            disabledReason: exporting.reason,
            run: () => props.onExport('csv'),
          },
          'separator',
          {
            id: 'archive',
            label: 'Archive old events…',
            icon: Archive,
            disabledReason: exporting.reason ?? updating.reason,
            run: () => setArchiving(true),
          },
        ]}
      />
      {isArchiving && (
        <ArchiveDialog
          organizationId={organizationId}
          organizationName={organization?.name ?? ''}
          onClose={() => setArchiving(false)}
        />
      )}
    </>
  );
};
