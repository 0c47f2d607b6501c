import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleHelp, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckItem } from '#shared/contract/server.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { age } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { GoToSetup } from './go-to-setup.tsx';

const looks = {
  problem: { icon: CircleAlert, text: 'text-danger', word: 'Problem' },
  warning: { icon: TriangleAlert, text: 'text-state-degraded', word: 'Warning' },
  unknown: { icon: CircleHelp, text: 'text-state-unknown', word: 'Not known' },
  ok: { icon: CircleCheck, text: 'text-state-running', word: 'Good' },
} as const;

const worstFirst: readonly CheckItem['status'][] = ['problem', 'warning', 'unknown', 'ok'];

const Item = ({ item, cure }: { readonly item: CheckItem; readonly cure: ReactNode }) => {
  const { icon: Icon, text, word } = looks[item.status];
  return (
    <li className="flex items-start gap-3 border-line border-b px-1 py-2 last:border-b-0">
      <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${text}`} />
      <span className="w-44 shrink-0 font-medium">{item.label}</span>
      <div className="min-w-0 flex-1">
        <p className="break-words text-secondary">{item.found}</p>
        {item.remedy && <p className="mt-0.5 whitespace-pre-wrap break-words">{item.remedy}</p>}
      </div>
      {cure}
    </li>
  );
};

const inOrder = (items: readonly CheckItem[]): CheckItem[] =>
  items.toSorted((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status));

const summary = (items: readonly CheckItem[]): string => {
  const count = (status: CheckItem['status']) => items.filter((item) => item.status === status).length;
  const problems = count('problem');
  const warnings = count('warning');
  if (problems + warnings === 0) return 'Everything looks good';
  const parts = [
    problems > 0 ? `${problems} ${problems === 1 ? 'problem' : 'problems'}` : '',
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ];
  return parts.filter(Boolean).join(', ');
};

/** What could get in the way of deployments on this server, and what to do about it. */
export const CheckPage = (props: NodeProps) => {
  const { nodeId } = props;
  const now = useNow(10_000);
  // A check looks at the whole server, so it is run when asked for and never again by itself.
  const query = useQuery(
    orpc.server.check.queryOptions({ input: { serverId: nodeId }, staleTime: 'static' }),
  );
  return (
    <ResourcePage query={query} doing="Checking versions, disk, memory, firewall, sshd, Docker and clock">
      {({ items, checkedAt }) => (
        <Panel
          title={summary(items)}
          actions={
            <>
              <span className="text-muted text-sm">checked {age(checkedAt, now)}</span>
              <Button
                size="sm"
                icon={RefreshCw}
                isBusy={query.isFetching}
                onClick={() => void query.refetch()}
              >
                Check again
              </Button>
            </>
          }
        >
          <ul>
            {inOrder(items).map((item) => (
              <Item key={item.id} item={item} cure={item.curedBy && <GoToSetup {...props} />} />
            ))}
          </ul>
        </Panel>
      )}
    </ResourcePage>
  );
};
