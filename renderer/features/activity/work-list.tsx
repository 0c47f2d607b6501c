import { useMutation } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import type { Activity } from '#shared/contract/activity.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { inOrder, isOver, workDot, workMs, workNow, workPath } from '../../lib/activity/work.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { errorText } from '../../lib/errors.ts';
import { age, formatDuration } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useGo } from '../../lib/navigation.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { StateDot } from '../../ui/state-dot.tsx';

interface WorkProps {
  readonly organizationId: string;
  readonly item: Activity;
}

/** How each kind of work is cancelled, and what that takes. */
const cancelling: Readonly<
  Record<
    Activity['kind'],
    { readonly permission: Permission; run(work: Pick<Activity, 'id' | 'nodeId'>): Promise<unknown> }
  >
> = {
  deployment: {
    permission: 'deployment.cancel',
    run: ({ id }) => rpc.deployment.cancel({ deploymentId: id }),
  },
  environmentDeployment: {
    permission: 'deployment.cancel',
    run: ({ id }) => rpc.environmentDeployment.cancel({ environmentDeploymentId: id }),
  },
  setup: {
    permission: 'server.update',
    run: ({ id, nodeId }) => rpc.setup.cancel({ serverId: nodeId, setupId: id }),
  },
};

const CancelButton = ({ item }: WorkProps) => {
  const { id, nodeId } = item;
  const { permission, run } = cancelling[item.kind];
  const { reason } = usePermission(permission, nodeId);
  const { mutate, isPending, error } = useMutation({ mutationFn: () => run({ id, nodeId }) });
  return (
    <>
      <IconButton
        label={`Cancel ${item.title}`}
        icon={CircleStop}
        size="sm"
        disabledReason={reason}
        disabled={isPending}
        onClick={() => mutate()}
      />
      {error && <span className="text-danger text-sm">{errorText(error)}</span>}
    </>
  );
};

const Work = ({
  organizationId,
  item,
  onOpen,
}: WorkProps & { readonly onOpen?: (() => void) | undefined }) => {
  const now = useNow(isOver(item) ? 10_000 : 1_000);
  const go = useGo();
  const path = workPath(organizationId, item);
  const retry = () => {
    onOpen?.();
    go(path);
  };
  return (
    <li className="flex items-start gap-2 border-line border-b px-3 py-2 last:border-b-0">
      <span className="mt-1">
        <StateDot state={workDot(item)} isDecoration />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <AppLink to={path} className="min-w-0 truncate font-medium hover:underline" onClick={onOpen}>
            {item.title}
          </AppLink>
          <span className="min-w-0 truncate text-secondary text-sm">{workNow(item)}</span>
        </p>
        <p className="truncate text-muted text-sm">
          {item.startedBy} · {age(item.startedAt, now)} ·{' '}
          <span className="tabular-nums">{formatDuration(workMs(item, now))}</span>
        </p>
        {item.state === 'failed' && item.reason && (
          <p className="line-clamp-3 break-words text-sm">{item.reason.split('\n')[0]}</p>
        )}
      </div>
      {!isOver(item) && <CancelButton organizationId={organizationId} item={item} />}
      {(item.state === 'failed' || item.state === 'cancelled') && (
        <IconButton label={`Try again: ${item.title}`} icon={RotateCcw} size="sm" onClick={retry} />
      )}
    </li>
  );
};

interface WorkListProps {
  readonly organizationId: string;
  readonly work: readonly Activity[];
  readonly onOpen?: () => void;
}

/** Long work: who, what, which step, how long; with its log, cancel and retry. */
export const WorkList = ({ organizationId, work, onOpen }: WorkListProps) =>
  work.length === 0 ? (
    <p className="px-3 py-6 text-center text-secondary">
      Nothing runs, and nothing ended within the last day. Deployments and set-ups appear here.
    </p>
  ) : (
    <ul aria-label="Work">
      {inOrder(work).map((item) => (
        <Work key={item.id} organizationId={organizationId} item={item} onOpen={onOpen} />
      ))}
    </ul>
  );
