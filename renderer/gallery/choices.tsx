import { Box } from 'lucide-react';
import { TagToggles } from '../lib/tags/tag-toggles.tsx';
import { CheckTree } from '../ui/form/check-tree.tsx';
import { Checkbox } from '../ui/form/checkbox.tsx';
import { PickRow } from '../ui/form/pick-row.tsx';
import { RadioCards } from '../ui/form/radio-cards.tsx';
import { SelectBox } from '../ui/form/select-box.tsx';
import { Switch } from '../ui/form/switch.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { type Reason, reasonText } from '../ui/reason.ts';
import { Table } from '../ui/table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Specimen } from './specimen.ts';

interface Look {
  readonly isChosen: boolean;
  readonly disabledReason: Reason | undefined;
}

type Draw = (look: Look) => React.ReactNode;

const nothing = (): void => undefined;
const tag = { id: 't', tagSetId: 's', name: 'eu', canonicalName: 'Region/eu', color: '#2a59c4' };
const set = {
  id: 's',
  organizationId: 'o',
  name: 'Region',
  type: 'multi',
  position: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  tags: [{ ...tag, position: 0, uses: 0 }],
} as const;

/** What can be chosen or not, and be closed to whoever looks. */
const whole: Readonly<Record<string, Draw>> = {
  Checkbox: ({ isChosen, disabledReason }) => (
    <Checkbox label="Sample" isChecked={isChosen} onChange={nothing} disabledReason={disabledReason} />
  ),
  Switch: ({ isChosen, disabledReason }) => (
    <Switch label="Sample" isChecked={isChosen} onChange={nothing} disabledReason={disabledReason} />
  ),
  RadioCards: ({ isChosen, disabledReason }) => (
    <RadioCards
      label="Sample"
      value={isChosen ? 'one' : 'none'}
      onChange={nothing}
      disabledReason={disabledReason}
      options={[{ value: 'one', label: 'One', hint: 'A sentence about it.' }]}
    />
  ),
  TagToggles: ({ isChosen, disabledReason }) => (
    <TagToggles
      set={{ ...set, tags: [...set.tags] }}
      chosen={isChosen ? ['t'] : []}
      onToggle={nothing}
      disabledReason={disabledReason}
    />
  ),
  CheckTree: ({ isChosen, disabledReason }) => (
    <div className="h-7">
      <CheckTree
        label="Sample"
        onToggle={nothing}
        onOpenChange={nothing}
        rows={[
          {
            id: 'a',
            name: 'shop',
            level: 1,
            icon: Box,
            kind: 'project',
            check: isChosen ? 'all' : 'none',
            inertReason: reasonText(disabledReason),
            isOpen: undefined,
          },
        ]}
      />
    </div>
  ),
  IconButton: ({ isChosen, disabledReason }) => (
    <IconButton label="Sample" icon={Box} aria-pressed={isChosen} disabledReason={disabledReason} />
  ),
  Tabs: ({ isChosen, disabledReason }) => (
    <Tabs
      label="Sample"
      value={isChosen ? 'one' : 'none'}
      onChange={nothing}
      tabs={[{ id: 'one', label: 'One', icon: Box, disabledReason }]}
    />
  ),
};

/** What can be chosen or not; where it is closed it is not drawn. */
const open: Readonly<Record<string, Draw>> = {
  SelectBox: ({ isChosen }) => <SelectBox name="sample" isSelected={isChosen} onToggle={nothing} />,
  PickRow: ({ isChosen }) => (
    <PickRow isChosen={isChosen} onChoose={nothing}>
      harbour
    </PickRow>
  ),
  Table: ({ isChosen }) => (
    <Table
      label="Sample"
      rows={['one']}
      rowKey={(row) => row}
      columns={[{ id: 'name', header: 'Name', cell: (row) => row }]}
      selectedKey={isChosen ? 'one' : undefined}
    />
  ),
};

const reason = 'Needs the permission sample.update';

/** Every control that is chosen or not, in each look. */
export const choices: readonly Specimen[] = [
  ...Object.entries({ ...whole, ...open }).flatMap(([control, draw]): Specimen[] => [
    { control, look: 'chosen', children: draw({ isChosen: true, disabledReason: undefined }) },
    { control, look: 'plain', children: draw({ isChosen: false, disabledReason: undefined }) },
  ]),
  ...Object.entries(whole).flatMap(([control, draw]): Specimen[] => [
    { control, look: 'chosen disabled', children: draw({ isChosen: true, disabledReason: reason }) },
    { control, look: 'disabled', children: draw({ isChosen: false, disabledReason: reason }) },
  ]),
];
