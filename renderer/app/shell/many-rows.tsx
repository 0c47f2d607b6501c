import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import type { Outcome } from '../../lib/many/act-on-each.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { namesTo } from '../../lib/tree/names-to.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { reasonText } from '../../ui/reason.ts';
import type { Refused } from '../acts/use-many-check.ts';

const none: readonly never[] = [];
const rowClasses = 'flex min-w-0 items-start gap-3 border-line border-t py-1.5 first:border-t-0';

/** Where a node lies, such as `shop / production`. */
function usePlace(node: TreeNode): string {
  const { data = none } = useTree(useOrganizationId());
  return namesTo(indexOf(data).byId, node.parentId ?? '').join(' / ');
}

function NodeName({ node, children }: { readonly node: TreeNode; readonly children?: ReactNode }) {
  const { icon: Icon } = registry[node.kind];
  const place = usePlace(node);
  return (
    <div className="flex min-w-0 flex-1 items-start gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <p className="min-w-0 break-words">
        {node.name} {place && <span className="text-muted text-sm">{place}</span>}
        {children}
      </p>
    </div>
  );
}

interface ManyRowProps {
  readonly node: TreeNode;
  readonly words: string | undefined;
  readonly isLooking: boolean;
  /** What stands in its way, as the host says. */
  readonly blocker: string | undefined;
  readonly isIn: boolean;
  /** Does it to this one alone. */
  readonly alone: { readonly label: string; readonly run: () => void } | undefined;
  /** Undefined once it runs. */
  readonly onToggle: ((isIn: boolean) => void) | undefined;
  readonly outcome: Outcome<TreeNode> | undefined;
  readonly outcomeWords: string;
}

/** One of them: whether it is meant, what it would mean for it, and what became of it. */
export function ManyRow(props: ManyRowProps) {
  const { node, words, isLooking, blocker, isIn, alone, onToggle } = props;
  const place = usePlace(node);
  const isOut = blocker !== undefined || !isIn;
  if (!onToggle)
    return (
      <li className={rowClasses}>
        <NodeName node={node} />
        {isIn ? <OutcomeWords {...props} /> : <span className="text-muted">left out</span>}
      </li>
    );
  return (
    <li className={rowClasses}>
      <div className="min-w-0 flex-1">
        <Checkbox
          label={node.name}
          hint={blocker ? `${place} · ${blocker}` : place}
          isChecked={!isOut}
          onChange={onToggle}
          disabledReason={blocker}
        />
      </div>
      <span className="shrink-0 text-secondary">{isLooking ? 'looking …' : !blocker && words}</span>
      {alone && (
        <Button size="sm" variant="ghost" aria-label={`${alone.label} of ${node.name}`} onClick={alone.run}>
          {alone.label}
        </Button>
      )}
    </li>
  );
}

function OutcomeWords({ outcome, outcomeWords }: ManyRowProps) {
  if (!outcome)
    return <LoaderCircle aria-label="waiting" className="mt-0.5 size-3.5 shrink-0 animate-spin text-muted" />;
  if (outcome.problem !== undefined)
    return (
      <span className="flex max-w-[60%] items-start gap-1.5 text-danger">
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words">{outcome.problem}</span>
      </span>
    );
  return (
    <span className="flex items-center gap-1.5 text-secondary">
      <Check aria-hidden className="size-3.5 text-state-running" />
      {outcomeWords}
    </span>
  );
}

/** One that it is not done to, with the reason, and the way to ask where there is one. */
export function RefusedRow({ node, reason }: Refused) {
  return (
    <li className={rowClasses}>
      <NodeName node={node}>
        <span className="block text-secondary text-sm">{reasonText(reason)}</span>
      </NodeName>
      {typeof reason === 'object' && (
        <Button size="sm" onClick={reason.ask}>
          Ask for it…
        </Button>
      )}
    </li>
  );
}
