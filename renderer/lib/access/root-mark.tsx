import { ShieldAlert } from 'lucide-react';
import { Badge } from '../../ui/badge.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { isRoot, rootReason } from './root-words.ts';

/** Marks what makes its holder root on a server, and says why. */
export const RootMark = ({ permission }: { readonly permission: string }) =>
  isRoot(permission) ? (
    <Tooltip content={rootReason(permission)}>
      <button type="button" aria-label={`${permission} is root on the server: ${rootReason(permission)}`}>
        <Badge tone="degraded">
          <ShieldAlert aria-hidden className="size-3" />
          root
        </Badge>
      </button>
    </Tooltip>
  ) : null;

/** Of a whole role: whether anything in it is root on a server. */
export const RootBadge = ({ permissions }: { readonly permissions: readonly string[] }) =>
  permissions.some(isRoot) ? (
    <Badge tone="degraded">
      <ShieldAlert aria-hidden className="size-3" />
      root on its servers
    </Badge>
  ) : null;
