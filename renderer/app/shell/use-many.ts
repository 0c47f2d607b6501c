import { useQueries } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { changeSet } from '../../lib/change-set.ts';
import { errorText } from '../../lib/errors.ts';
import type { ManyAction } from '../../lib/feature.ts';
import { actOnEach, countWords, type Outcome, refusalWords } from '../../lib/many/act-on-each.ts';
import { inTurns } from '../../lib/many/in-turns.ts';
import { showToast } from '../../state/toast.ts';
import { mostAtOnce } from '../acts/node-words.ts';
import { useManyCheck } from '../acts/use-many-check.ts';

/** What is asked of the host at once: a plan looks at servers. */
const turn = inTurns(4);

interface Run {
  readonly of: readonly TreeNode[];
  readonly outcomes: readonly Outcome<TreeNode>[];
}

/** An action on several nodes: of which it can be done, what it means for each, which are left out, and what became of them. */
export function useMany(kind: TreeKind, action: ManyAction, nodes: readonly TreeNode[]) {
  const judge = useManyCheck();
  // as it was when it was asked for: what is done to the first must not turn away the next
  const [{ able, refused }] = useState(() => judge(kind, action, nodes));
  const rows = useLooks(action, able.slice(0, mostAtOnce));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [run, setRun] = useState<Run>();
  const stopping = useRef(new AbortController());
  const chosen = rows.filter(({ node, blocker }) => !blocker && !left.has(node.id)).map(({ node }) => node);
  const isRunning = run !== undefined && run.outcomes.length < run.of.length;

  const start = async (): Promise<void> => {
    const { signal } = stopping.current;
    setRun({ of: chosen, outcomes: [] });
    const outcomes = await actOnEach(chosen, action.run, {
      signal,
      onOutcome: (one) => setRun((now) => now && { ...now, outcomes: [...now.outcomes, one] }),
    });
    if (signal.aborted) tellStopped(action, chosen.length, outcomes);
  };
  return {
    able,
    refused,
    rows,
    left,
    chosen,
    run,
    isLooking: rows.some((row) => row.isLooking),
    isRunning,
    start,
    /** What is not begun yet is not done; the others are told. */
    stop: () => isRunning && stopping.current.abort(),
    toggle: (id: string, isIn: boolean) => setLeft((before) => changeSet(before, [id], !isIn)),
  };
}

/** What the action would do to each, as the host says it. */
function useLooks({ look, id }: ManyAction, nodes: readonly TreeNode[]) {
  const looks = useQueries({
    queries: nodes.map((node) => ({
      queryKey: ['many', id, node.id],
      queryFn: () => turn(async () => (await look?.(node)) ?? { words: '' }),
      enabled: look !== undefined,
      staleTime: 0,
      gcTime: 0,
    })),
  });
  return nodes.map((node, at) => {
    const { data, error, isLoading = false } = looks[at] ?? {};
    return {
      node,
      words: data?.words,
      isLooking: isLoading,
      blocker: data?.blocker ?? (error ? errorText(error) : undefined),
    };
  });
}

function tellStopped(
  { label, outcome, past }: ManyAction,
  wanted: number,
  outcomes: readonly Outcome<TreeNode>[],
): void {
  if (outcomes.length === wanted) return;
  showToast({
    tone: 'danger',
    title: `${label}: ${countWords(outcome ?? past, outcomes)}, ${wanted - outcomes.length} not begun`,
    detail: refusalWords(outcomes),
  });
}
