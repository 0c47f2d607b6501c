import { useMemo, useRef, useState } from 'react';
import type { Figure, FigureBatch } from '#shared/contract/monitoring.ts';
import type { OwnOrganization } from '#shared/contract/organization.ts';
import { rpc } from '../host/rpc.ts';
import { useStream } from '../host/use-stream.ts';
import { useOrganization } from '../session/use-session.ts';
import { indexOf, type NodeIndex, useTree } from '../tree/use-tree.ts';

/** The newest figures of a place by node; undefined where the reader may look at none. */
export type Figures = ReadonlyMap<string, Figure> | undefined;

const none: ReadonlyMap<string, Figure> = new Map();

/** Follows the figures of what is at and below a node, or of all that an organization has, while mounted. */
export function useFigures(organizationId: string, nodeId?: string): Figures {
  const mayLook = useMayLook(organizationId, nodeId ?? organizationId);
  const newest = useRef(new Map<string, Figure>());
  const [figures, setFigures] = useState<{
    readonly of: string;
    readonly byNode: ReadonlyMap<string, Figure>;
  }>();
  const streamKey = mayLook ? (nodeId ?? organizationId) : undefined;
  const status = useStream<FigureBatch>({
    streamKey,
    open: (signal) => {
      newest.current = new Map();
      return rpc.monitoring.follow(nodeId ? { organizationId, nodeId } : { organizationId }, { signal });
    },
    onItem: (batch) => {
      for (const figure of batch.figures) newest.current.set(figure.nodeId, figure);
      for (const gone of batch.gone) newest.current.delete(gone);
      if (streamKey !== undefined) setFigures({ of: streamKey, byNode: new Map(newest.current) });
    },
  });
  if (streamKey === undefined) return undefined;
  // Without a stream nothing says that what was told last is still so.
  return status.state === 'live' && figures?.of === streamKey ? figures.byNode : none;
}

/** Whether any figure could be told of a place: the permission is held above it, at it, or below. */
function useMayLook(organizationId: string, placeId: string): boolean {
  const organization = useOrganization();
  const { data } = useTree(organizationId);
  return useMemo(() => {
    if (!organization || !data) return false;
    return mayLook(organization, placeId, indexOf(data));
  }, [organization, data, placeId]);
}

function mayLook({ permissions, grants }: OwnOrganization, placeId: string, nodes: NodeIndex): boolean {
  if (permissions.includes('monitoring.read')) return true;
  const above = (nodeId: string | undefined, wanted: string | undefined): boolean => {
    for (let id = nodeId; id; id = nodes.byId.get(id)?.parentId ?? undefined) if (id === wanted) return true;
    return false;
  };
  return grants.some(
    ({ nodeId = undefined, permissions: held }) =>
      held.includes('monitoring.read') && (above(placeId, nodeId) || above(nodeId, placeId)),
  );
}
