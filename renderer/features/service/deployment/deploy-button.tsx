import { useLocation } from '@tanstack/react-router';
import { Rocket, SlidersHorizontal } from 'lucide-react';
import type { NodeProps } from '../../../lib/feature.ts';
import { nodePath, useGo, useSearchParam } from '../../../lib/navigation.ts';
import { usePaletteActions } from '../../../lib/palette-actions.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { useService } from '../use-service.ts';
import { PlanDialog } from './plan-dialog.tsx';

/** The next obvious action of a service: say what it runs, or deploy it. */
export const DeployButton = ({ organizationId, nodeId, node }: NodeProps) => {
  const [plan, setPlan] = useSearchParam('plan');
  const { data: service } = useService(nodeId);
  const { reason } = usePermission('deployment.create', nodeId);
  const mayRead = usePermission('service.read', nodeId).allowed;
  const go = useGo();
  const configure = () => go(nodePath(organizationId, 'service', nodeId, 'configuration'));
  const showPlan = () => setPlan('open');
  // somebody who may not read it can only ask for what is configured there
  const isConfigured = service?.spec !== null;
  usePaletteActions([
    {
      id: 'deploy',
      label: `Deploy ${node.name} …`,
      disabledReason: reason,
      run: isConfigured ? showPlan : configure,
    },
  ]);
  // there the footer of the form saves first
  const isThere = useLocation().pathname.endsWith('/configuration');
  if ((mayRead && !service) || isThere) return null;
  return (
    <>
      {isConfigured ? (
        <Button variant="primary" icon={Rocket} disabledReason={reason} onClick={showPlan}>
          Deploy …
        </Button>
      ) : (
        <Button variant="primary" icon={SlidersHorizontal} onClick={configure}>
          Configure
        </Button>
      )}
      {plan !== undefined && isConfigured && (
        <PlanDialog
          organizationId={organizationId}
          serviceId={nodeId}
          serviceName={node.name}
          onClose={() => setPlan(undefined)}
        />
      )}
    </>
  );
};
