import { useQuery } from '@tanstack/react-query';
import { Check, Wrench } from 'lucide-react';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-text.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Reason } from '../../ui/reason.ts';

interface SetupPlanProps {
  readonly serverId: string;
  readonly isAgain: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly disabledReason: Reason | undefined;
  readonly proxy: SetupProxy;
  readonly onProxy: (proxy: SetupProxy) => void;
  readonly onRun: () => void;
}

export type SetupProxy = 'traefik' | 'caddy' | 'none';

const proxies: readonly { readonly value: SetupProxy; readonly label: string }[] = [
  { value: 'traefik', label: 'Traefik, the usual choice' },
  { value: 'caddy', label: 'Caddy' },
  { value: 'none', label: 'None: no service here gets a domain' },
];

/** What a set-up would do and the very script that it would run, before it runs. */
export const SetupPlan = (props: SetupPlanProps) => {
  const { serverId, isAgain, isBusy, error, disabledReason, proxy, onProxy, onRun } = props;
  // what it found is old after any set-up, and nothing tells when somebody does by hand what it would
  const plan = useQuery(
    orpc.setup.plan.queryOptions({ input: { serverId, proxy }, staleTime: 0, gcTime: 0 }),
  );
  return (
    <Loaded query={plan} doing="Looking at what is there">
      {({ steps, script }) => (
        <Planned
          steps={steps}
          script={script}
          isAgain={isAgain}
          isBusy={isBusy}
          error={error}
          disabledReason={disabledReason}
          proxy={proxy}
          onProxy={onProxy}
          onRun={onRun}
        />
      )}
    </Loaded>
  );
};

type PlannedProps = Omit<SetupPlanProps, 'serverId'> & {
  readonly steps: readonly { readonly name: string; readonly needed: boolean; readonly found: string }[];
  readonly script: string;
};

function Planned(props: PlannedProps) {
  const { steps, script, isAgain, isBusy, error, disabledReason, proxy, onProxy, onRun } = props;
  const needed = steps.filter((step) => step.needed).length;
  return (
    <Panel
      title={needed === 0 ? 'Nothing is left to do' : `${needed} of ${steps.length} steps are needed`}
      actions={
        <Button
          variant={needed === 0 || isAgain ? 'default' : 'primary'}
          icon={Wrench}
          isBusy={isBusy}
          disabledReason={disabledReason}
          onClick={onRun}
        >
          {isAgain ? 'Run again' : 'Run the set-up'}
        </Button>
      }
    >
      <InlineError error={error} />
      <ul aria-label="What will be done" className="mb-3">
        {steps.map(({ name, needed: isNeeded, found }) => (
          <li key={name} className="flex items-start gap-3 border-line border-b px-1 py-1.5 last:border-b-0">
            {isNeeded ? (
              <Wrench aria-label="will be done" className="mt-0.5 size-4 shrink-0 text-accent" />
            ) : (
              <Check aria-label="is there" className="mt-0.5 size-4 shrink-0 text-state-running" />
            )}
            <span className="w-56 shrink-0 font-medium">{name}</span>
            <span className="min-w-0 flex-1 break-words text-secondary">{found}</span>
          </li>
        ))}
      </ul>
      <div className="mb-3 max-w-96">
        <SelectField
          label="Proxy, which leads domains to services"
          hint="One that is there stays as it is."
          options={proxies}
          value={proxy}
          onChange={(event) => onProxy(event.target.value as SetupProxy)}
        />
      </div>
      <h3 className="mb-1 font-medium text-secondary text-sm">The script that runs on the server</h3>
      <CodeBlock text={script} label="the script" maxHeight={280} />
    </Panel>
  );
}
