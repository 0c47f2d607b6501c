import { Box } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { InlineSelect } from '../ui/form/inline-select.tsx';
import { SelectField } from '../ui/form/select-field.tsx';
import { TextArea, TextField } from '../ui/form/text-field.tsx';
import type { Specimen } from './specimen.ts';

type Draw = (isDisabled: boolean) => React.ReactNode;

const nothing = (): void => undefined;
const reason = 'Needs the permission sample.update';
const options = [{ value: 'one', label: 'One' }];

const drawings: Record<string, Draw> = {
  TextField: (disabled) => <TextField label="Sample" defaultValue="One" disabled={disabled} />,
  TextArea: (disabled) => <TextArea label="Sample" defaultValue="One" disabled={disabled} />,
  SelectField: (disabled) => <SelectField label="Sample" options={options} disabled={disabled} />,
  InlineSelect: (disabled) => (
    <InlineSelect
      label="Sample"
      value="one"
      width="8rem"
      onChange={nothing}
      disabledReason={disabled ? reason : undefined}
    >
      <option value="one">One</option>
    </InlineSelect>
  ),
};

for (const variant of ['primary', 'default', 'danger', 'ghost'] as const) {
  drawings[`Button ${variant}`] = (disabled) => (
    <Button variant={variant} icon={Box} disabledReason={disabled ? reason : undefined}>
      Sample
    </Button>
  );
}

/** Every control that takes a text or a press, open and disabled. */
export const fields: readonly Specimen[] = Object.entries(drawings).flatMap(([control, draw]): Specimen[] => [
  { control, look: 'plain', children: draw(false) },
  { control, look: 'disabled', children: draw(true) },
]);
