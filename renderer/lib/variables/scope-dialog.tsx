import { useState } from 'react';
import { nodeKinds } from '#shared/model/nodes.ts';
import {
  type Dimension,
  dimensions,
  type Scope,
  scopeKey,
  scopeOfKey,
} from '#shared/model/variables/scope.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import type { LevelNode } from './calls.ts';
import { useScopeChoices } from './use-scope-choices.ts';

interface ScopeDialogProps {
  readonly at: LevelNode;
  readonly name: string;
  readonly scope: Scope;
  readonly onClose: () => void;
  readonly onSave: (scope: Scope) => void;
}

/** Where one value holds: in some environments, on some servers, or everywhere. */
export function ScopeDialog({ at, name, scope, onClose, onSave }: ScopeDialogProps) {
  const [chosen, setChosen] = useState<Scope>(scope);
  const choices = useScopeChoices(at);
  const toggle = (dimension: Dimension, id: string, isOn: boolean) => {
    const ids = (chosen[dimension] ?? []).filter((each) => each !== id);
    setChosen({ ...chosen, [dimension]: isOn ? [...ids, id] : ids });
  };
  const save = () => {
    onSave(scopeOfKey(scopeKey(chosen)));
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Where ${name || 'this value'} holds`}
      description="Nothing chosen: everywhere. The more it says, the more it counts; a server counts more than an environment."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={save}>
            Apply
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {dimensions.map((dimension) =>
          choices[dimension].length === 0 ? null : (
            <FormSection key={dimension} title={capital(nodeKinds[dimension].words.plural)}>
              {choices[dimension].map(({ id, label }) => (
                <Checkbox
                  key={id}
                  label={label}
                  isChecked={chosen[dimension]?.includes(id) ?? false}
                  onChange={(isOn) => toggle(dimension, id, isOn)}
                />
              ))}
            </FormSection>
          ),
        )}
      </div>
    </Dialog>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
