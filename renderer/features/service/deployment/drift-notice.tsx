import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../../lib/host/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { AdoptDialog } from './adopt-dialog.tsx';

interface DriftNoticeProps {
  readonly serviceId: string;
  readonly serviceName: string;
  /** What a plan shows already. */
  readonly hidesChanges?: boolean;
}

const whatComes = {
  wayBack:
    'It went back to an earlier version. The next deployment takes the saved configuration, and so undoes the way back.',
  edited: 'The next deployment takes the saved configuration.',
};

/** Says where the saved configuration is not what runs, and offers to adopt what runs. */
export const DriftNotice = ({ serviceId, serviceName, hidesChanges }: DriftNoticeProps) => {
  const { data } = useQuery(orpc.deployment.running.queryOptions({ input: { serviceId } }));
  const [isOpen, setOpen] = useState(false);
  const open = () => setOpen(true);
  if (!data?.deployment || data.changes.length === 0) return null;
  const { number, isWayBack } = data.deployment;
  return (
    <>
      <Notice
        tone={isWayBack ? 'warning' : 'info'}
        title={`Runs #${number}; the saved configuration differs`}
      >
        <p>{isWayBack ? whatComes.wayBack : whatComes.edited}</p>
        <div className="mt-2 flex gap-2">
          <Button size="sm" onClick={open}>
            {hidesChanges ? 'Adopt what runs instead …' : 'See the changes, or adopt what runs …'}
          </Button>
        </div>
      </Notice>
      {isOpen && (
        <AdoptDialog
          serviceId={serviceId}
          serviceName={serviceName}
          number={number}
          changes={data.changes}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
};
