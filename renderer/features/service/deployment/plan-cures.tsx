import { RefreshCw, SlidersHorizontal, Waypoints } from 'lucide-react';
import type { PlanCure } from '#shared/contract/deployment.ts';
import { nodePath, useGo } from '../../../lib/navigation.ts';
import { SetUpNow } from '../../../lib/setup/set-up-now.tsx';
import { Button } from '../../../ui/button.tsx';
import { useService } from '../use-service.ts';

interface PlanCuresProps {
  readonly organizationId: string;
  readonly serviceId: string;
  readonly cures: readonly PlanCure[];
  readonly isLooking: boolean;
  /** Has the plan made anew. */
  readonly onCured: () => void;
  readonly onClose: () => void;
}

/** What would take the blockers of a plan away, each as a button that leads back to the plan. */
export function PlanCures(props: PlanCuresProps) {
  const { organizationId, serviceId, cures, isLooking, onCured, onClose } = props;
  const { data: service } = useService(serviceId);
  const go = useGo();
  const serverId = service?.serverId;
  const configure = () => {
    onClose();
    go(nodePath(organizationId, 'service', serviceId, 'configuration'));
  };
  const installProxy = () => {
    onClose();
    go(nodePath(organizationId, 'server', serverId ?? '', 'proxy'));
  };
  return (
    <>
      {cures.includes('setup') && serverId && (
        <SetUpNow
          serverId={serverId}
          path={`${nodePath(organizationId, 'server', serverId, 'setup')}?for=${serviceId}`}
          onReady={onCured}
        />
      )}
      {cures.some((cure) => cure !== 'setup') && (
        <div className="flex gap-2">
          {cures.includes('configure') && (
            <Button size="sm" icon={SlidersHorizontal} onClick={configure}>
              Change the configuration
            </Button>
          )}
          {cures.includes('proxy') && serverId && (
            <Button size="sm" icon={Waypoints} onClick={installProxy}>
              Install a proxy
            </Button>
          )}
          {cures.includes('connect') && (
            <Button size="sm" icon={RefreshCw} isBusy={isLooking} onClick={onCured}>
              Try to reach it again
            </Button>
          )}
        </div>
      )}
    </>
  );
}
