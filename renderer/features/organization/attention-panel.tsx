import { CheckCircle2 } from 'lucide-react';
import { AppLink } from '../../lib/app-link.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import type { Attention } from './attention.ts';
import { useAttention } from './use-attention.ts';

/** More than these are told by their number: the first ones weigh most. */
const mostShown = 12;

interface AttentionPanelProps {
  readonly organizationId: string;
  /** Something runs here, so that it is worth a word that all is well. */
  readonly isAtWork: boolean;
}

/** What fails and what waits, each with the way to its cure; calm where that is nothing. */
export function AttentionPanel({ organizationId, isAtWork }: AttentionPanelProps) {
  const { items, error, retry } = useAttention(organizationId);
  if (!items) return <InlineError error={error} onRetry={retry} />;
  if (items.length === 0 && !isAtWork) return null;
  if (items.length === 0)
    return (
      <p className="flex items-center gap-2 text-secondary">
        <CheckCircle2 aria-hidden className="size-4 text-state-running" />
        Nothing fails, and nothing waits for you.
      </p>
    );
  const left = items.length - mostShown;
  return (
    <Panel title="What fails and what waits" isFlush>
      <ul>
        {items.slice(0, mostShown).map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
      {left > 0 && <p className="border-line border-t px-3 py-2 text-secondary">and {left} more</p>}
    </Panel>
  );
}

function Item({ item }: { readonly item: Attention }) {
  const { state, title, words, cure, path } = item;
  return (
    <li className="flex min-h-8 items-center gap-3 border-line border-b px-3 py-1 last:border-b-0">
      <StateDot state={state} isDecoration />
      <span className="max-w-[40%] shrink-0 truncate font-medium" title={title}>
        {title}
      </span>
      <span className="min-w-0 flex-1 truncate text-secondary" title={words}>
        {words}
      </span>
      <AppLink
        to={path}
        aria-label={`${cure}: ${title}`}
        className="shrink-0 text-accent text-sm hover:underline"
      >
        {cure}
      </AppLink>
    </li>
  );
}
