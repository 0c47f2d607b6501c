import { useEffect, useState } from 'react';
import { rpc } from '../../../lib/host/rpc.ts';
import { isFinalFailure } from '../../../lib/host/use-stream.ts';
import type { LogBuffer } from '../../../ui/log-view/log-buffer.ts';
import { useLogStream } from '../../../ui/log-view/use-log-stream.ts';
import type { StageTimes } from './deployment-words.ts';

const readTimes = (
  buffer: LogBuffer,
  known: StageTimes,
  from: number,
): { times: StageTimes; next: number } => {
  const { count, firstSeq, row } = buffer.snapshot();
  const times = new Map(known);
  for (let index = Math.max(0, from - firstSeq); index < count; index += 1) {
    const line = row(index);
    const at = Date.parse(line?.at ?? '');
    if (line?.source && !times.has(line.source) && !Number.isNaN(at)) times.set(line.source, at);
  }
  return { times: times.size === known.size ? known : times, next: firstSeq + count };
};

const noTimes: StageTimes = new Map();

/** When each source of a log spoke first. */
const useFirstTimes = (buffer: LogBuffer): StageTimes => {
  const [times, setTimes] = useState(noTimes);
  useEffect(() => {
    let next = 0;
    let known = noTimes;
    const read = () => {
      const found = readTimes(buffer, known, next);
      next = found.next;
      known = found.times;
      setTimes(known);
    };
    read();
    return buffer.subscribe(read);
  }, [buffer]);
  return times;
};

/** The log of a deployment, from its beginning on, and when each stage spoke first. */
export const useDeploymentLog = (deploymentId: string) => {
  const { buffer, status } = useLogStream({
    streamKey: deploymentId,
    open: ({ cursor }, signal) =>
      rpc.deployment.log({ deploymentId, follow: true, ...(cursor ? { cursor } : {}) }, { signal }),
    isFinal: isFinalFailure,
  });
  return { buffer, status, times: useFirstTimes(buffer) };
};
