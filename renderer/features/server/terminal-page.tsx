import { useMemo } from 'react';
import type { NodeProps } from '../../lib/feature.ts';
import { serverTerminal } from '../../lib/host/terminal-port.ts';
import { TerminalView } from '../../ui/terminal-view/terminal-view.tsx';

/** A shell on the server. */
export const TerminalPage = ({ nodeId, node }: NodeProps) => {
  const port = useMemo(() => serverTerminal(nodeId), [nodeId]);
  return <TerminalView key={nodeId} memoryKey={nodeId} label={`Terminal on ${node.name}`} port={port} />;
};
