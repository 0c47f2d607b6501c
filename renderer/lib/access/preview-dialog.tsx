import { UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AccessPreview } from '#shared/contract/grant.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Loaded } from '../frames/loaded.tsx';
import { DifferenceBadges, DifferenceList, Refusals } from './difference-list.tsx';

interface PreviewDialogProps {
  readonly title: string;
  /** Undefined while it is being worked out. */
  readonly previews: readonly AccessPreview[] | undefined;
  readonly confirmLabel: string;
  readonly isDanger?: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  /** What else is worth knowing before. */
  readonly children?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

const columns: readonly TableColumn<AccessPreview>[] = [
  { id: 'name', header: 'Member', cell: ({ name }) => name },
  {
    id: 'change',
    header: 'Change',
    width: '12rem',
    cell: ({ gains, loses }) => <DifferenceBadges gains={gains} loses={loses} />,
  },
  {
    id: 'refused',
    header: 'Refused',
    width: '5rem',
    cell: ({ refusals }) => (refusals.length > 0 ? <span className="text-danger">refused</span> : ''),
  },
];

const Many = ({ previews }: { readonly previews: readonly AccessPreview[] }) => {
  const [shownId, setShownId] = useState(previews[0]?.memberId);
  const shown = previews.find(({ memberId }) => memberId === shownId);
  return (
    <>
      <div className="max-h-56 overflow-hidden rounded border border-line">
        <Table
          label="What changes for whom"
          rows={previews}
          rowKey={({ memberId }) => memberId}
          columns={columns}
          selectedKey={shownId}
          onOpen={({ memberId }) => setShownId(memberId)}
        />
      </div>
      {shown && <DifferenceList preview={shown} />}
    </>
  );
};

const Shown = ({ previews }: { readonly previews: readonly AccessPreview[] }) => {
  const [only] = previews;
  if (!only)
    return (
      <EmptyState icon={UserRound} title="It touches nobody">
        Nobody’s access changes.
      </EmptyState>
    );
  if (previews.length === 1) return <DifferenceList preview={only} />;
  return (
    <>
      <Refusals refusals={previews.flatMap(({ refusals }) => refusals)} />
      <Many previews={previews} />
    </>
  );
};

/** Shows what a change of access would do before it is done; what would be refused cannot be confirmed. */
export const PreviewDialog = (props: PreviewDialogProps) => {
  const { title, previews, confirmLabel, isDanger, isBusy, error, children, onConfirm, onClose } = props;
  const isRefused = previews?.some(({ refusals }) => refusals.length > 0);
  const disabledReason = !previews
    ? 'What it would do is still being worked out.'
    : isRefused
      ? 'Part of it would be refused: see above.'
      : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      error={previews && error}
      title={title}
      width="lg"
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant={isDanger ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabledReason={disabledReason}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        <Loaded
          query={{ data: previews, error: previews ? null : error }}
          doing="Working out what it would do"
        >
          {(shown) => <Shown previews={shown} />}
        </Loaded>
      </div>
    </Dialog>
  );
};
