import type { DokployService } from '#shared/contract/dokploy.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { nodePath } from '../../../lib/navigation.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { type Choice, refusalOf, withTicked } from './choice.ts';
import { Notes } from './notes.tsx';

interface DokployServiceRowProps {
  readonly organizationId: string;
  readonly service: DokployService;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  readonly isDone: boolean;
}

/** One service of an instance: what it is here, and what of it has no place. */
export const DokployServiceRow = ({
  organizationId,
  service,
  choice,
  onChoose,
  isDone,
}: DokployServiceRowProps) => {
  const { id, name, nodeId, fate, notes, problems } = service;
  const refusal = refusalOf(service);
  return (
    <div className="flex flex-col gap-1">
      {isDone && nodeId !== null ? (
        <p>
          <AppLink
            to={nodePath(organizationId, 'service', nodeId)}
            className="font-medium text-accent underline"
          >
            {name}
          </AppLink>{' '}
          {fate === 'present' && <Badge>was here</Badge>}
        </p>
      ) : (
        <Checkbox
          label={name}
          hint={inWords(service)}
          isChecked={choice.has(id)}
          disabledReason={refusal}
          onChange={(next) => onChoose(withTicked(choice, [id], next))}
        />
      )}
      <div className={isDone ? '' : 'pl-6'}>
        {fate === 'impossible' && (
          <p className="text-danger text-sm">Cannot be made: {problems.join('; ')}</p>
        )}
        <Notes notes={notes} />
      </div>
    </div>
  );
};

/** `application, nginx:1.27, 6 variables (3 of them secret), shop.example.com` */
function inWords({ type, runs, variables, secrets, domains }: DokployService): string {
  const several = variables === 1 ? '1 variable' : `${variables} variables`;
  const counted = secrets === 0 ? several : `${several} (${secrets} secret)`;
  return [type, runs, variables === 0 ? '' : counted, ...domains].filter(Boolean).join(', ');
}
