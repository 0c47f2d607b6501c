import type { NodeProps } from '../../../lib/feature.ts';
import { useSearchParam } from '../../../lib/navigation.ts';
import { DeploymentDetail } from './deployment-detail.tsx';
import { History } from './history.tsx';

/** The history of a service, or one deployment of it. */
export const DeploymentsPage = (props: NodeProps) => {
  const [deploymentId, setDeploymentId] = useSearchParam('deployment');
  if (!deploymentId) return <History {...props} onOpen={setDeploymentId} />;
  return (
    <DeploymentDetail
      organizationId={props.organizationId}
      serviceId={props.nodeId}
      serviceName={props.node.name}
      deploymentId={deploymentId}
      onBack={() => setDeploymentId(undefined)}
    />
  );
};
