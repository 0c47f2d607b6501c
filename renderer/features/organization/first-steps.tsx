import type { LucideIcon } from 'lucide-react';
import { Box, CheckCircle2, Circle, Folder, Server } from 'lucide-react';
import type { TreeKind } from '#shared/model/nodes.ts';
import { useTree } from '../../lib/tree/use-tree.ts';
import { CreateButton } from './create-button.tsx';

const none: readonly never[] = [];

interface StepProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly isDone: boolean;
  readonly isNext: boolean;
  readonly action: React.ReactNode;
}

const Step = ({ icon: Icon, title, text, isDone, isNext, action }: StepProps) => (
  <li
    aria-current={isNext ? 'step' : undefined}
    className={`flex items-center gap-3 rounded-lg border px-4 py-3 ${isNext ? 'border-strong bg-panel' : 'border-line'}`}
  >
    {isDone ? (
      <CheckCircle2 aria-label="Done" className="size-5 shrink-0 text-state-running" />
    ) : (
      <Circle aria-label="To do" className="size-5 shrink-0 text-muted" />
    )}
    <Icon aria-hidden className="size-5 shrink-0 text-muted" />
    <div className="min-w-0 flex-1">
      <h3 className="font-semibold">{title}</h3>
      <p className="text-secondary">{text}</p>
    </div>
    {isNext && action}
  </li>
);

/** The way from nothing to a running service; shown until there is one. */
export const FirstSteps = ({ organizationId }: { readonly organizationId: string }) => {
  const { data: nodes = none } = useTree(organizationId);
  const find = (kind: TreeKind) => nodes.find((node) => node.kind === kind);
  const environment = find('environment');
  const done = [find('server') !== undefined, find('project') !== undefined, find('service') !== undefined];
  const next = done.indexOf(false);
  return (
    <section aria-label="First steps">
      <h2 className="font-semibold text-lg">From nothing to a running service</h2>
      <p className="mt-0.5 mb-3 text-secondary">Three steps; each takes about a minute.</p>
      <ol className="flex max-w-3xl flex-col gap-2">
        <Step
          icon={Server}
          title="Add a server"
          text="Any Linux machine that you reach by SSH. Nothing is installed on it before you say so."
          isDone={done[0] === true}
          isNext={next === 0}
          action={
            <CreateButton
              kind="server"
              permission="server.create"
              parentId={organizationId}
              label="Add server"
              isPrimary
            />
          }
        />
        <Step
          icon={Folder}
          title="Create a project"
          text="It groups what belongs together, and begins with the environment production."
          isDone={done[1] === true}
          isNext={next === 1}
          action={
            <CreateButton
              kind="project"
              permission="project.create"
              parentId={organizationId}
              label="New project"
              isPrimary
            />
          }
        />
        <Step
          icon={Box}
          title="Deploy a service"
          text="From a Docker image or a git repository. You see the plan before anything changes."
          isDone={done[2] === true}
          isNext={next === 2}
          action={
            environment && (
              <CreateButton
                kind="service"
                permission="service.create"
                parentId={environment.id}
                label="New service"
                isPrimary
              />
            )
          }
        />
      </ol>
    </section>
  );
};
