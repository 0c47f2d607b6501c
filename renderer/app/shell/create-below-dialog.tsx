import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { registry } from '../../features/registry.ts';
import { useRouteNodeId } from '../../lib/navigation.ts';
import { closeDialog, openDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { CreateDialog } from './create-dialog.tsx';

const none: readonly never[] = [];

interface CreateBelowProps {
  readonly organizationId: string;
  readonly kind: TreeKind;
  /** Only places at or below it are offered; the whole organization without it. */
  readonly withinId?: string | undefined;
}

/** Asks where a thing shall be created, unless there is one place only. */
export function CreateBelowDialog({ organizationId, kind, withinId }: CreateBelowProps) {
  const { data: nodes = none } = useTree(organizationId);
  const check = usePermissionCheck();
  const routeNodeId = useRouteNodeId();
  const { byId } = indexOf(nodes);
  const { label, parentKind, permissions } = registry[kind];
  const parentLabel = registry[parentKind ?? 'organization'].label.toLowerCase();
  const isAtOrBelow = (id: string, aboveId: string | undefined): boolean => {
    for (let at: string | null | undefined = id; at; at = byId.get(at)?.parentId)
      if (at === aboveId) return true;
    return false;
  };
  const places = nodes.filter(
    (node) =>
      node.kind === parentKind &&
      (!withinId || isAtOrBelow(node.id, withinId)) &&
      check(permissions.create, node.id) === undefined,
  );
  const here = places.find(({ id }) => isAtOrBelow(routeNodeId ?? '', id));
  const [chosenId, setChosenId] = useState(here?.id ?? places[0]?.id ?? '');
  const only = places.length === 1 ? places[0] : undefined;
  if (only) return <CreateDialog organizationId={organizationId} kind={kind} parentId={only.id} />;
  const pathOf = (place: TreeNode): string =>
    [byId.get(place.parentId ?? ''), place]
      .flatMap((node) => (node && node.kind !== 'organization' ? [node.name] : []))
      .join(' / ');
  const isMissing = places.length === 0 && parentKind !== null;
  const next = (): void => {
    const isWithin = withinId && parentKind && byId.get(withinId)?.kind === registry[parentKind].parentKind;
    if (!isMissing) openDialog({ type: 'create', kind, parentId: chosenId });
    else if (isWithin) openDialog({ type: 'create', kind: parentKind, parentId: withinId });
    else openDialog({ type: 'create-below', kind: parentKind });
  };
  return (
    <FormDialog
      title={`New ${label.toLowerCase()}`}
      submitLabel={isMissing ? `New ${parentLabel}` : 'Next'}
      onSubmit={next}
      onClose={closeDialog}
    >
      {isMissing ? (
        <p className="text-secondary">There is no {parentLabel} yet that it could be in. Create one first.</p>
      ) : (
        <SelectField
          label={`In which ${parentLabel}`}
          autoFocus
          value={chosenId}
          onChange={(event) => setChosenId(event.target.value)}
          options={places.map((place) => ({ value: place.id, label: pathOf(place) }))}
        />
      )}
    </FormDialog>
  );
}
