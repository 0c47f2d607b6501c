import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditEvent } from '#shared/contract/audit.ts';
import { singularOf } from '#shared/model/node-words.ts';
import { formatInstant } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { CodeText } from '../../ui/code-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PropertyList } from '../../ui/property-list.tsx';
import { ChangeDiff } from './change-diff.tsx';
import type { FilterState } from './filter-state.ts';
import { nodeWords } from './node-words.ts';
import { OutcomeBadge } from './outcome-badge.tsx';

interface AuditDetailProps {
  readonly event: AuditEvent;
  readonly onFilter: (filter: Partial<FilterState>) => void;
  readonly onClose: () => void;
}

const vouchedBy: Readonly<Record<string, string>> = { key: 'API key', session: 'session' };

const viaOf = ({ via, transport }: AuditEvent): ReactNode =>
  via ? `${vouchedBy[via.type] ?? via.type} “${via.label}”, over ${transport}` : transport;

const propertiesOf = (event: AuditEvent) => [
  { label: 'When', value: formatInstant(event.at) },
  { label: 'Who', value: event.actor },
  { label: 'By way of', value: viaOf(event) },
  { label: 'What', value: <CodeText>{event.operation}</CodeText> },
  {
    label: 'Permission',
    value: event.permission ? <CodeText>{event.permission}</CodeText> : 'none needed',
  },
  { label: 'On', value: nodeWords(event) || 'nothing in particular' },
  { label: 'Outcome', value: <OutcomeBadge outcome={event.outcome} /> },
  ...(event.detail ? [{ label: 'Detail', value: event.detail }] : []),
  { label: 'Hash', value: <span className="break-all font-mono text-muted text-xs">{event.hash}</span> },
];

/** One event of the audit trail in full, beside the list or, in a narrow window, below it. */
export const AuditDetail = ({ event, onFilter, onClose }: AuditDetailProps) => {
  const { actorId, nodeId, nodeKind, operation, changes } = event;
  return (
    <aside
      ref={comeIntoSight}
      aria-label={`Event ${event.position}`}
      className="flex min-h-0 w-80 shrink-0 narrow:w-auto narrow:flex-1 flex-col overflow-hidden rounded-lg border border-line"
    >
      <header className="flex items-center gap-2 border-line border-b px-3 py-1.5">
        <h2 className="min-w-0 flex-1 truncate font-semibold">Event {event.position}</h2>
        <IconButton label="Close the event" icon={X} size="sm" onClick={onClose} />
      </header>
      <div
        tabIndex={0}
        role="group"
        aria-label="Details"
        className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3"
      >
        <PropertyList items={propertiesOf(event)} />
        {changes.length > 0 && <ChangeDiff changes={changes} />}
        <div className="flex flex-wrap gap-2">
          {actorId && (
            <Button size="sm" onClick={() => onFilter({ actor: actorId })}>
              Only {event.actor}
            </Button>
          )}
          <Button size="sm" onClick={() => onFilter({ operation })}>
            Only {operation}
          </Button>
          {nodeId && (
            <Button size="sm" onClick={() => onFilter({ node: { id: nodeId, name: nodeWords(event) } })}>
              Only this {nodeKind ? singularOf(nodeKind) : 'thing'} and below
            </Button>
          )}
        </div>
      </div>
    </aside>
  );
};

function comeIntoSight(aside: HTMLElement | null): void {
  aside?.scrollIntoView({ block: 'nearest' });
}
