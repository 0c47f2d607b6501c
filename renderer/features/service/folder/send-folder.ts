import { rpc } from '../../../lib/host/rpc.ts';
import { sendParts } from '../../../lib/host/send-parts.ts';

interface Sending {
  /** Told as it goes: how much of how much. */
  readonly onProgress: (done: number, size: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a packed folder as what the next deployment of a service builds. */
export function sendFolder(serviceId: string, packed: Blob, { onProgress, signal }: Sending): Promise<void> {
  return sendParts(packed, {
    onProgress,
    send: (part) => rpc.source.upload({ serviceId, ...part }, { signal }),
    end: (part) => rpc.source.keep({ serviceId, ...part }, { signal }),
  });
}
