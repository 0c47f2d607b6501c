import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { registry } from '../../features/registry.ts';
import { AskDialog } from '../../lib/access/ask-dialog.tsx';
import { useRequests } from '../../lib/access/use-requests.ts';
import type { NodePage } from '../../lib/pages/descriptor.ts';
import { demandedOn } from '../../lib/pages/use-refusal.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';

interface OtherPagesProps {
  readonly organizationId: string;
  readonly node: TreeNode;
  readonly pages: readonly NodePage[];
}

/** The one way to the pages that do not open: what each needs, and how to ask for it. */
export function OtherPages(props: OtherPagesProps) {
  const [isOpen, setOpen] = useState(false);
  if (props.pages.length === 0) return null;
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        Other pages…
      </Button>
      {isOpen && <ClosedPages {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Wanted {
  readonly permission: Permission;
  readonly nodeId: string;
}

function ClosedPages({
  organizationId,
  node,
  pages,
  onClose,
}: OtherPagesProps & { readonly onClose: () => void }) {
  const [wanted, setWanted] = useState<Wanted>();
  const isAsked = useAsked(organizationId);
  const organization = useOrganization();
  const nameOf = (id: string) => (id === organizationId ? organization?.name : undefined);
  const { rooms } = registry[node.kind];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="lg"
      title={`Other pages of ${node.name}`}
      description="These do not open to you. Whoever may give what a page needs sees your request and answers it."
    >
      <ul className="flex flex-col">
        {pages.flatMap((page) => {
          const { id, label, icon: Icon, room, permission } = page;
          const nodeId = demandedOn(page, organizationId, node.id);
          return !permission ? (
            []
          ) : (
            <li
              key={id}
              className="flex min-h-9 items-center gap-3 border-line border-b py-1 last:border-b-0"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">{label}</span>
                <RoomName label={rooms.find((each) => each.id === room)?.label} page={label} />
              </span>
              <code className="font-mono text-muted text-sm">{permission}</code>
              {isAsked(permission, nodeId) ? (
                <Badge tone="accent">asked</Badge>
              ) : (
                <Button
                  size="sm"
                  aria-label={`Ask for it… ${label}`}
                  onClick={() => setWanted({ permission, nodeId })}
                >
                  Ask for it…
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {wanted && (
        <AskDialog
          {...wanted}
          place={nameOf(wanted.nodeId) ?? node.name}
          onAsked={() => setWanted(undefined)}
          onClose={() => setWanted(undefined)}
        />
      )}
    </Dialog>
  );
}

function RoomName({ label, page }: { readonly label: string | undefined; readonly page: string }) {
  return label === undefined || label === page ? null : <span className="text-muted"> in {label}</span>;
}

/** Whether the caller asked for something and has no answer to it. */
function useAsked(organizationId: string): (permission: Permission, nodeId: string) => boolean {
  const { data = [] } = useRequests(organizationId);
  const open = data.filter(({ isOwn, state }) => isOwn && state === 'open');
  return (permission, nodeId) =>
    open.some((request) => request.permission === permission && request.place.id === nodeId);
}
