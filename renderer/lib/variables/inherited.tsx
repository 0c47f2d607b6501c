import type { ResolvedVariable } from '#shared/contract/variable.ts';
import { Button } from '../../ui/button.tsx';
import { ResolvedTable } from './resolved-table.tsx';

interface InheritedProps {
  readonly variables: readonly ResolvedVariable[];
  readonly isReadOnly: boolean;
  readonly onOverride: (variable: ResolvedVariable) => void;
}

/** What a service or an environment gets without having it itself, and from where. */
export function Inherited({ variables, isReadOnly, onOverride }: InheritedProps) {
  if (variables.length === 0) return null;
  return (
    <section aria-labelledby="inherited" className="flex flex-col gap-2">
      <h2 id="inherited" className="font-semibold">
        Inherited
      </h2>
      <ResolvedTable
        variables={variables}
        actionOf={(variable) =>
          !isReadOnly && (
            <Button size="sm" onClick={() => onOverride(variable)}>
              Override here
            </Button>
          )
        }
      />
    </section>
  );
}
