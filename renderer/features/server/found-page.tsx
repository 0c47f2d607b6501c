import { useQuery } from '@tanstack/react-query';
import { Boxes, RefreshCw } from 'lucide-react';
import type { FoundWorkload } from '#shared/contract/found.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AdoptForm } from './adopt-form.tsx';
import { makerWords } from './found-words.ts';

/** What runs on a server and is no service of anybody's here; compose projects of it become services as they run. */
export function FoundPage({ organizationId, nodeId }: NodeProps) {
  const query = useQuery(orpc.found.list.queryOptions({ input: { serverId: nodeId } }));
  const { isFetching, refetch } = query;
  return (
    <ResourcePage
      query={query}
      doing="Looking at what runs here"
      above={
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-secondary">
            What runs here and is no service yet. Adopting touches nothing that runs.
          </p>
          <HelpLink chapter="adopt">What adopting does</HelpLink>
          <Button size="sm" icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
            Look again
          </Button>
        </div>
      }
    >
      {(found) => {
        const adoptable = found.filter(({ reason }) => reason === null);
        const others = found.filter(({ reason }) => reason !== null);
        if (found.length === 0)
          return (
            <EmptyState icon={Boxes} title="Nothing else runs here">
              Compose projects, stacks and containers that somebody started past Quayside are shown here.
            </EmptyState>
          );
        return (
          <>
            <AdoptForm organizationId={organizationId} serverId={nodeId} found={adoptable} />
            {others.length > 0 && <Others found={others} />}
          </>
        );
      }}
    </ResourcePage>
  );
}

const Others = ({ found }: { readonly found: readonly FoundWorkload[] }) => (
  <Panel title="What cannot be adopted">
    <ul className="flex flex-col gap-3">
      {found.map((each) => (
        <li key={`${each.kind} ${each.name}`} className="flex min-w-0 flex-col gap-0.5">
          <span className="break-words">
            <span className="font-mono text-sm">{each.name}</span>
            <span className="text-secondary"> · {makerWords(each)}</span>
          </span>
          <span className="break-words text-secondary text-sm">{each.reason}</span>
        </li>
      ))}
    </ul>
  </Panel>
);
