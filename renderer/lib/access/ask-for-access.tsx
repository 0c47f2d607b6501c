import type { LucideIcon } from 'lucide-react';
import type { Permission } from '#shared/model/permissions.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Why } from './why.tsx';

interface AskForAccessProps {
  readonly icon: LucideIcon;
  /** Begins the sentence: `The list of members`. */
  readonly what: string;
  readonly permission: Permission;
  readonly nodeId: string;
}

/** Instead of a page that one lacks a permission for: why, what would open it, and the way to ask. */
export const AskForAccess = ({ icon, what, permission, nodeId }: AskForAccessProps) => (
  <EmptyState icon={icon} title={`${what} is not open to you`}>
    <div className="mx-auto flex w-fit max-w-full justify-center text-left">
      <Why key={`${permission} ${nodeId}`} permission={permission} nodeId={nodeId} />
    </div>
  </EmptyState>
);
