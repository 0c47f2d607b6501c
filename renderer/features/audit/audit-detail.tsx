import type { AuditEvent } from '#shared/contract/audit.ts';
import { formatInstant } from '../../lib/format.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PropertyList } from '../../ui/property-list.tsx';

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const Changes = ({ changes }: { readonly changes: AuditEvent['changes'] }) => (
  <table className="mt-3 w-full table-fixed border-line border-t text-left">
    <thead>
      <tr className="text-muted text-sm">
        <th className="py-1 pr-3 font-normal">Field</th>
        <th className="py-1 pr-3 font-normal">Before</th>
        <th className="py-1 font-normal">After</th>
      </tr>
    </thead>
    <tbody>
      {changes.map(({ field, before, after }) => (
        <tr key={field} className="border-line border-t align-top">
          <td className="break-words py-1 pr-3">{field}</td>
          <td className="break-words py-1 pr-3 font-mono text-sm">{shown(before)}</td>
          <td className="break-words py-1 font-mono text-sm">{shown(after)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** One event of the audit trail in full. */
export const AuditDetail = ({
  event,
  onClose,
}: {
  readonly event: AuditEvent;
  readonly onClose: () => void;
}) => (
  <Dialog isOpen onClose={onClose} title={`Event ${event.position}`} width="lg">
    <PropertyList
      items={[
        { label: 'When', value: formatInstant(event.at) },
        { label: 'Who', value: event.actor },
        { label: 'What', value: <CodeText>{event.operation}</CodeText> },
        {
          label: 'Permission',
          value: event.permission ? <CodeText>{event.permission}</CodeText> : 'none needed',
        },
        { label: 'On', value: event.nodeName ?? event.nodeId ?? 'nothing in particular' },
        { label: 'Outcome', value: event.outcome },
        { label: 'By way of', value: event.transport },
        ...(event.detail ? [{ label: 'Detail', value: event.detail }] : []),
      ]}
    />
    {event.changes.length > 0 && <Changes changes={event.changes} />}
  </Dialog>
);
