import { ArrowLeft } from 'lucide-react';
import { useMemo } from 'react';
import { errorText } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { containerTerminal } from '../../lib/host/terminal-port.ts';
import { isFinalFailure } from '../../lib/host/use-stream.ts';
import { Button } from '../../ui/button.tsx';
import { LogView } from '../../ui/log-view/log-view.tsx';
import { useLogStream } from '../../ui/log-view/use-log-stream.ts';
import { TerminalView } from '../../ui/terminal-view/terminal-view.tsx';

interface ContainerProps {
  readonly serverId: string;
  readonly containerId: string;
  readonly name: string;
}

interface ContainerViewProps extends ContainerProps {
  readonly kind: 'logs' | 'terminal';
  readonly onBack: () => void;
}

type PartProps = ContainerProps & { readonly tools: React.ReactNode };

const ContainerLogs = ({ serverId, containerId, name, tools }: PartProps) => {
  const { buffer, status } = useLogStream({
    streamKey: containerId,
    open: ({ lastAt }, signal) =>
      rpc.server.containerLogs(
        {
          serverId,
          containerId,
          tail: lastAt ? 100_000 : 1_000,
          follow: true,
          ...(lastAt ? { since: lastAt } : {}),
        },
        { signal },
      ),
    isFinal: isFinalFailure,
  });
  return (
    <LogView
      label={`Log of ${name}`}
      buffer={buffer}
      status={status}
      fileName={name}
      emptyText="The container has said nothing yet."
      tools={tools}
      errorText={errorText}
    />
  );
};

const ContainerTerminal = ({ serverId, containerId, name, tools }: PartProps) => {
  const port = useMemo(() => containerTerminal(serverId, containerId), [serverId, containerId]);
  return <TerminalView memoryKey={containerId} label={`Terminal in ${name}`} port={port} tools={tools} />;
};

/** The log of any container of a server, or a shell in it. */
export const ContainerView = ({ kind, onBack, ...container }: ContainerViewProps) => {
  const tools = (
    <>
      <Button size="sm" variant="ghost" icon={ArrowLeft} onClick={onBack}>
        All
      </Button>
      <span className="max-w-60 truncate font-mono text-sm">{container.name}</span>
    </>
  );
  return kind === 'logs' ? (
    <ContainerLogs {...container} tools={tools} />
  ) : (
    <ContainerTerminal {...container} tools={tools} />
  );
};
