import { Wrench } from 'lucide-react';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';

interface GoToSetupProps {
  readonly organizationId: string;
  readonly nodeId: string;
}

/** The way to the set-up of a server, where a page says that one is missing. */
export function GoToSetup({ organizationId, nodeId }: GoToSetupProps) {
  const { reason } = usePermission('server.update', nodeId);
  const go = useGo();
  return (
    <Button
      size="sm"
      icon={Wrench}
      disabledReason={reason}
      onClick={() => go(nodePath(organizationId, 'server', nodeId, 'setup'))}
    >
      Set it up now
    </Button>
  );
}
