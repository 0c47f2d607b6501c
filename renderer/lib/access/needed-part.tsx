import type { ReactNode } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePermission } from '../use-permission.ts';
import { Why } from './why.tsx';

interface NeededPartProps {
  readonly title: string;
  readonly permission: Permission;
  readonly nodeId: string;
  readonly children: ReactNode;
}

/** A part of a page that one permission opens; without it, what is missing there and the way to ask. */
export function NeededPart({ title, permission, nodeId, children }: NeededPartProps) {
  const { allowed } = usePermission(permission, nodeId);
  if (allowed) return children;
  return (
    <Panel title={title}>
      <Why permission={permission} nodeId={nodeId} />
    </Panel>
  );
}
