import { useRef, useState } from 'react';
import { RefusalNotice } from '../../lib/access/refusal-notice.tsx';
import { errorText } from '../../lib/errors.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { isFinalFailure } from '../../lib/host/use-stream.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { LogView } from '../../ui/log-view/log-view.tsx';
import { useLogStream } from '../../ui/log-view/use-log-stream.ts';
import { defaultRange, type LogRange, LogRangeControls, sinceOf } from './log-range.tsx';

const page = 1_000;

/** Reads pages before the oldest line held, one at a time. */
const useEarlier = (serviceId: string, buffer: ReturnType<typeof useLogStream>['buffer'], search: string) => {
  const isReading = useRef(false);
  const isAtStart = useRef(false);
  return async () => {
    const first = buffer.snapshot().row(0);
    if (isReading.current || isAtStart.current || !first?.at) return;
    isReading.current = true;
    try {
      const input = { serviceId, tail: page, until: first.at, follow: false, ...(search ? { search } : {}) };
      const lines = [];
      for await (const batch of await rpc.service.logs(input)) lines.push(...batch.lines);
      const older = lines.filter(({ at }) => at < first.at);
      isAtStart.current = older.length === 0;
      buffer.prepend(older);
    } catch (error) {
      if (isFinalFailure(error)) isAtStart.current = true;
    } finally {
      isReading.current = false;
    }
  };
};

const ServiceLogs = ({ nodeId, node }: NodeProps) => {
  const [range, setRange] = useState<LogRange>(defaultRange);
  const since = useRef<string>(undefined);
  const streamKey = `${nodeId} ${JSON.stringify(range)}`;
  const { buffer, status } = useLogStream({
    streamKey,
    open: ({ lastAt }, signal) => {
      since.current = lastAt ?? sinceOf(range);
      return rpc.service.logs(
        {
          serviceId: nodeId,
          tail: lastAt ? 100_000 : range.tail,
          follow: true,
          ...(since.current ? { since: since.current } : {}),
          ...(range.search ? { search: range.search } : {}),
        },
        { signal },
      );
    },
    isFinal: isFinalFailure,
  });
  const earlier = useEarlier(nodeId, buffer, range.search);
  return (
    <LogView
      key={streamKey}
      label={`Log of ${node.name}`}
      buffer={buffer}
      status={status}
      fileName={node.name}
      emptyText={
        range.search || range.since !== 'all'
          ? 'No line of this kind. Choose a longer time, or look for something else.'
          : 'The containers have said nothing yet.'
      }
      tools={<LogRangeControls range={range} onChange={setRange} />}
      onReachStart={() => void earlier()}
      errorText={errorText}
    />
  );
};

/** The output of all replicas of a service, merged by time. */
export const LogsPage = (props: NodeProps) => {
  const { allowed, reason } = usePermission('logs.read');
  if (!allowed)
    return (
      <div className="p-4">
        <RefusalNotice reason={reason} />
      </div>
    );
  return <ServiceLogs key={props.nodeId} {...props} />;
};
