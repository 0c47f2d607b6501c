import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { registry } from '../../features/registry.ts';
import type { ManyAction } from '../../lib/feature.ts';
import { countWords } from '../../lib/many/act-on-each.ts';
import { useGo } from '../../lib/navigation.ts';
import { closeDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { Button } from '../../ui/button.tsx';
import { CopyCommand } from '../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { runAction } from '../acts/node-commands.ts';
import { mostAtOnce, namesOf } from '../acts/node-words.ts';
import { ManyRow, RefusedRow } from './many-rows.tsx';
import { useMany } from './use-many.ts';

interface ManyDialogProps {
  readonly organizationId: string;
  readonly kind: TreeKind;
  readonly action: ManyAction;
  readonly nodes: readonly TreeNode[];
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
  const many = useMany(kind, action, nodes);
  const { able, chosen, run, isRunning } = many;
  const isProtected = useIsInProtected(organizationId);
  const [typed, setTyped] = useState('');
  const phrase = `${action.label.toLowerCase()} ${chosen.length}`;
  const needsTyping = action.isHarmful === true && !run && chosen.some(isProtected);
  const close = (): void => {
    many.stop();
    closeDialog();
  };
  return (
    <Dialog
      isOpen
      onClose={close}
      width="lg"
      title={`${action.label} ${namesOf(able.length > 0 ? able : nodes)}`}
      description="Each on its own, one after another; one that is refused does not stop the others."
      footer={
        <>
          {!run && chosen.length > 0 && <CopyCommands kind={kind} action={action} nodes={chosen} />}
          <p role="status" className="mr-auto self-center text-secondary">
            {run && !isRunning && `${countWords(action.outcome ?? action.past, run.outcomes)}.`}
          </p>
          <Button autoFocus={action.isHarmful} onClick={close}>
            {leaveWords(run !== undefined, isRunning)}
          </Button>
          {(!run || isRunning) && (
            <Button
              variant={action.isHarmful ? 'danger' : 'primary'}
              icon={action.icon}
              isBusy={isRunning}
              disabledReason={whyNot(many, !needsTyping || typed.trim() === phrase)}
              onClick={() => void many.start()}
            >
              {action.label} {chosen.length}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {able.length > mostAtOnce && (
          <Notice tone="info">
            These are the first {mostAtOnce} of {able.length}. Do it again for the others.
          </Notice>
        )}
        <ManyList organizationId={organizationId} kind={kind} action={action} many={many} />
        <RefusedList past={action.past} refused={many.refused} />
        {needsTyping && (
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

type Many = ReturnType<typeof useMany>;

function leaveWords(isBegun: boolean, isRunning: boolean): string {
  if (isRunning) return 'Stop here';
  return isBegun ? 'Close' : 'Cancel';
}

function whyNot({ isLooking, chosen }: Many, isTyped: boolean): string | undefined {
  if (isLooking) return 'It is still being looked at.';
  if (chosen.length === 0) return 'Nothing is chosen of which it can be done.';
  return isTyped ? undefined : 'Type the words that it asks for first.';
}

function CopyCommands({ kind, action, nodes }: Omit<ManyDialogProps, 'organizationId'>) {
  const command = useCommandLine();
  return (
    <CopyCommand
      command={nodes.map(({ id }) => command(action.operation, { [`${kind}Id`]: id })).join('\n')}
    />
  );
}

function ManyList({
  organizationId,
  kind,
  action,
  many,
}: Omit<ManyDialogProps, 'nodes'> & { readonly many: Many }) {
  const go = useGo();
  const { rows, left, run, toggle } = many;
  const own = registry[kind].actions?.find(({ id }) => id === action.id);
  const alone = (node: TreeNode) =>
    own && action.aloneLabel && !run
      ? {
          label: action.aloneLabel,
          run: () => {
            closeDialog();
            runAction(own, node, { organizationId, go });
          },
        }
      : undefined;
  if (rows.length === 0) return null;
  return (
    <ul aria-label={`What can be ${action.past}`} className="flex flex-col">
      {rows.map((row) => (
        <ManyRow
          key={row.node.id}
          {...row}
          isIn={run ? run.of.includes(row.node) : !left.has(row.node.id)}
          alone={alone(row.node)}
          onToggle={run ? undefined : (isIn) => toggle(row.node.id, isIn)}
          outcome={run?.outcomes.find(({ of }) => of.id === row.node.id)}
          outcomeWords={action.outcome ?? action.past}
        />
      ))}
    </ul>
  );
}

function RefusedList({ past, refused }: { readonly past: string; readonly refused: Many['refused'] }) {
  if (refused.length === 0) return null;
  return (
    <section aria-label={`What cannot be ${past}`}>
      <h3 className="mb-1 font-medium text-secondary text-sm">Not among them</h3>
      <ul className="flex flex-col">
        {refused.slice(0, mostAtOnce).map((one) => (
          <RefusedRow key={one.node.id} {...one} />
        ))}
      </ul>
    </section>
  );
}
