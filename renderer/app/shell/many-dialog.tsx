import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { registry } from '../../features/registry.ts';
import { errorText } from '../../lib/errors.ts';
import type { ManyAction } from '../../lib/feature.ts';
import { actOnEach, countWords, type Outcome } from '../../lib/many/act-on-each.ts';
import { inTurns } from '../../lib/many/in-turns.ts';
import { useGo } from '../../lib/navigation.ts';
import { closeDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { Button } from '../../ui/button.tsx';
import { CopyCommand } from '../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { runAction } from '../acts/node-commands.ts';
import { namesOf } from '../acts/node-words.ts';
import { useManyCheck } from '../acts/use-many-check.ts';
import { ManyRow, RefusedRow } from './many-rows.tsx';

interface ManyDialogProps {
  readonly organizationId: string;
  readonly kind: TreeKind;
  readonly action: ManyAction;
  readonly nodes: readonly TreeNode[];
}

/** What is asked of the host at once: a plan looks at servers. */
const turn = inTurns(4);

/** What the action would do to each, as the host says it. */
function useLooks({ look, id }: ManyAction, nodes: readonly TreeNode[]) {
  return useQueries({
    queries: nodes.map((node) => ({
      queryKey: ['many', id, node.id],
      queryFn: () => turn(async () => (await look?.(node)) ?? { words: '' }),
      enabled: look !== undefined,
      staleTime: 0,
      gcTime: 0,
    })),
  });
}

/** Whether what would end lies in something protected, such as a production environment. */
function useIsInProtected(organizationId: string): (node: TreeNode) => boolean {
  const { data = none } = useTree(organizationId);
  const { byId } = indexOf(data);
  const isIn = (id: string | null): boolean => {
    const node = byId.get(id ?? '');
    return node !== undefined && (node.isProtected === true || isIn(node.parentId));
  };
  return ({ id }) => isIn(id);
}

/** The same done to several, one call each: which, what it means for each, which not and why, and what became of them. */
export function ManyDialog({ organizationId, kind, action, nodes }: ManyDialogProps) {
  // as it was when it was asked for: what is done to the first must not turn away the next
  const judge = useManyCheck();
  const [{ able, refused }] = useState(() => judge(kind, action, nodes));
  const looks = useLooks(action, able);
  const isProtected = useIsInProtected(organizationId);
  const command = useCommandLine();
  const go = useGo();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState('');
  const [outcomes, setOutcomes] = useState<readonly Outcome<TreeNode>[]>();

  const rows = able.map((node, at) => {
    const look = looks[at];
    const blocker = look?.data?.blocker ?? (look?.error ? errorText(look.error) : undefined);
    return { node, words: look?.data?.words, isLooking: look?.isLoading ?? false, blocker };
  });
  const chosen = rows.filter(({ node, blocker }) => !blocker && !left.has(node.id)).map(({ node }) => node);
  const isLooking = rows.some((row) => row.isLooking);
  const phrase = `${action.label.toLowerCase()} ${chosen.length}`;
  const needsTyping = action.isHarmful === true && chosen.some(isProtected);
  const isRunning = outcomes !== undefined && outcomes.length < chosen.length;
  const isDone = outcomes !== undefined && !isRunning;
  const start = async (): Promise<void> => {
    setOutcomes([]);
    await actOnEach(chosen, action.run, (one) => setOutcomes((before = []) => [...before, one]));
  };
  const alone = (node: TreeNode): void => {
    const own = registry[kind].actions?.find(({ id }) => id === action.id);
    closeDialog();
    if (own) runAction(own, node, { organizationId, go });
  };
  const toggle = (id: string, isIn: boolean): void =>
    setLeft((before) =>
      isIn ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
    );
  return (
    <Dialog
      isOpen
      onClose={closeDialog}
      width="lg"
      title={`${action.label} ${namesOf(able.length > 0 ? able : nodes)}`}
      description="Each on its own, one after another; one that is refused does not stop the others."
      footer={
        <>
          {!outcomes && chosen.length > 0 && (
            <CopyCommand
              command={chosen.map(({ id }) => command(action.operation, { [`${kind}Id`]: id })).join('\n')}
            />
          )}
          <p role="status" className="mr-auto self-center text-secondary">
            {isDone && `${countWords(action.outcome ?? action.past, outcomes)}.`}
          </p>
          <Button autoFocus={action.isHarmful} onClick={closeDialog}>
            {isDone ? 'Close' : 'Cancel'}
          </Button>
          {!isDone && (
            <Button
              variant={action.isHarmful ? 'danger' : 'primary'}
              icon={action.icon}
              isBusy={isRunning}
              disabledReason={whyNot({
                chosen: chosen.length,
                isLooking,
                isTyped: !needsTyping || typed.trim() === phrase,
              })}
              onClick={() => void start()}
            >
              {action.label} {chosen.length}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {rows.length > 0 && (
          <ul aria-label={`What can be ${action.past}`} className="flex flex-col">
            {rows.map((row) => (
              <ManyRow
                key={row.node.id}
                {...row}
                isIn={!left.has(row.node.id)}
                alone={
                  action.aloneLabel && !outcomes
                    ? { label: action.aloneLabel, run: () => alone(row.node) }
                    : undefined
                }
                onToggle={outcomes ? undefined : (isIn) => toggle(row.node.id, isIn)}
                outcome={outcomes?.find(({ of }) => of.id === row.node.id)}
                outcomeWords={action.outcome ?? action.past}
              />
            ))}
          </ul>
        )}
        {refused.length > 0 && (
          <section aria-label={`What cannot be ${action.past}`}>
            <h3 className="mb-1 font-medium text-secondary text-sm">Not among them</h3>
            <ul className="flex flex-col">
              {refused.map((one) => (
                <RefusedRow key={one.node.id} {...one} />
              ))}
            </ul>
          </section>
        )}
        {needsTyping && !outcomes && (
          <TextField
            label={`Type “${phrase}” to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </div>
    </Dialog>
  );
}

/** The dialog of an action by its id, as it is opened from a menu. */
export function ManyDialogOf({
  kind,
  actionId,
  ...rest
}: Omit<ManyDialogProps, 'action'> & { readonly actionId: string }) {
  const action = registry[kind].manyActions?.find(({ id }) => id === actionId);
  return action ? <ManyDialog {...rest} kind={kind} action={action} /> : null;
}

const none: readonly never[] = [];

function whyNot(state: { readonly chosen: number; readonly isLooking: boolean; readonly isTyped: boolean }) {
  if (state.isLooking) return 'It is still being looked at.';
  if (state.chosen === 0) return 'Nothing is chosen of which it can be done.';
  return state.isTyped ? undefined : 'Type the words that it asks for first.';
}
