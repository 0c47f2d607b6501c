import { useMutation, useQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import { useState } from 'react';
import type { PlannedService } from '#shared/contract/environment-deployment.ts';
import type { OnFailure } from '#shared/model/environment-deployment.ts';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { HelpLink } from '../../../lib/help-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { useCommandLine } from '../../../lib/use-command-line.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyCommand } from '../../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { levelsOf, sumOf } from './order-words.ts';

interface OrderDialogProps {
  readonly environmentId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onStarted: (id: string) => void;
}

/** The services of an environment in the levels in which they would be deployed, before anything is done. */
export function OrderDialog({ environmentId, name, onClose, onStarted }: OrderDialogProps) {
  const [redeploy, setRedeploy] = useState(false);
  const [onFailure, setOnFailure] = useState<OnFailure>('keep');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const command = useCommandLine();
  const { reason } = usePermission('deployment.create', environmentId);
  const { reason: whyKept } = usePermission('deployment.rollback', environmentId);
  const plan = useQuery(
    // what runs may have changed since the plan was last looked at
    orpc.environment.plan.queryOptions({ input: { environmentId, redeploy }, staleTime: 0, gcTime: 0 }),
  );
  const chosen = (plan.data ?? []).filter(({ serviceId }) => !left.has(serviceId));
  const input = {
    ...{ environmentId, redeploy, onFailure },
    ...(left.size > 0 ? { serviceIds: chosen.map(({ serviceId }) => serviceId) } : {}),
  };
  const { mutate, isPending, error } = useMutation(
    orpc.environment.deploy.mutationOptions({ onSuccess: ({ id }) => onStarted(id) }),
  );
  const { deployed, blocked } = sumOf(chosen);
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(left);
    if (isChosen) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      error={error}
      width="lg"
      title={`Deploy ${name} as a whole`}
      description="Each level begins when all of the one before are healthy. Nothing is done yet."
      footer={
        <>
          <CopyCommand command={command('environment.deploy', input)} />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={Rocket}
            isBusy={isPending}
            disabledReason={reason}
            disabled={deployed === 0 || blocked > 0}
            onClick={() => mutate(input)}
          >
            {`Deploy ${deployed}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Checkbox
          label="Also what is up to date"
          hint="Replaces every container by a fresh one, and fetches what moved behind the tag of an image."
          isChecked={redeploy}
          onChange={setRedeploy}
        />
        <Loaded query={plan} doing="Comparing with what runs">
          {(planned) => <Levels planned={planned} left={left} onToggle={toggle} />}
        </Loaded>
        <RadioCards
          label="Where a service fails"
          value={onFailure}
          onChange={setOnFailure}
          disabledReason={whyKept}
          options={[
            {
              value: 'keep',
              label: 'Stop there',
              hint: 'What was deployed stays; it can be rolled back as one later.',
            },
            {
              value: 'roll-back',
              label: 'Roll all back',
              hint: 'What was deployed goes back to what it ran before, the last first.',
            },
          ]}
        />
        <p className="text-secondary text-sm">
          What a service starts after is said in its configuration.{' '}
          <HelpLink chapter="deploy-in-order">Deploy services in order</HelpLink>
        </p>
      </div>
    </Dialog>
  );
}

interface LevelsProps {
  readonly planned: readonly PlannedService[];
  readonly left: ReadonlySet<string>;
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

function Levels({ planned, left, onToggle }: LevelsProps) {
  return (
    <ol aria-label="Levels" className="flex flex-col gap-3">
      {levelsOf(planned).map((level, index) => (
        <li key={level[0]?.level} className="rounded border border-line">
          <h3 className="border-line border-b px-3 py-1 font-medium text-secondary text-sm">
            {index === 0 ? '1. First' : `${index + 1}. When those are healthy`}
          </h3>
          <ul>
            {level.map((service) => (
              <li key={service.serviceId} className="flex items-start gap-3 px-3 py-1.5">
                <div className="min-w-0 flex-1">
                  <Checkbox
                    label={service.name}
                    hint={hintOf(service)}
                    isChecked={!left.has(service.serviceId)}
                    onChange={(isChosen) => onToggle(service.serviceId, isChosen)}
                  />
                </div>
                <Badge tone={tones[service.action]}>{actions[service.action]}</Badge>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

const actions = { deploy: 'deploy', 'up-to-date': 'up to date', blocked: 'cannot be deployed' } as const;
const tones = { deploy: 'accent', 'up-to-date': 'neutral', blocked: 'failed' } as const;

function hintOf({ reasons, warnings, dependsOn }: PlannedService): string {
  const after = dependsOn.length > 0 ? `After ${dependsOn.map(({ name }) => name).join(', ')}.` : '';
  return [...reasons, ...warnings, after].filter(Boolean).join(' ');
}
