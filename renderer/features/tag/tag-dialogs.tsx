import { useId, useState } from 'react';
import type { Tag, TagSet } from '#shared/contract/tag.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { FormRow } from '../../ui/form/form-row.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';

const types = [
  { value: 'multi', label: 'Several', hint: 'Such as areas or customers' },
  { value: 'single', label: 'One', hint: 'Such as a ring or a stage' },
] as const;

interface TagSetDialogProps {
  readonly organizationId: string;
  /** The one to change; without it a new one is made. */
  readonly set?: TagSet;
  readonly onClose: () => void;
}

/** Makes a tag set, or changes it. */
export const TagSetDialog = ({ organizationId, set, onClose }: TagSetDialogProps) => {
  const first = set?.type ?? 'multi';
  const [type, setType] = useState(first);
  return (
    <NameDialog
      of={`tag-set:${set?.id ?? organizationId}`}
      title={set ? `Change ${set.name}` : 'New tag set'}
      description="A set holds the tags of one kind, so that a grant can ask for one of each."
      submitLabel={set ? 'Save' : 'Create tag set'}
      initialName={set?.name ?? ''}
      placeholder="Ring"
      nameOnly
      rest={{ value: type, first, put: setType }}
      submit={({ name }) =>
        set
          ? rpc.tagSet.update({ tagSetId: set.id, name, type })
          : rpc.tagSet.create({ organizationId, name, type })
      }
      onDone={onClose}
      onClose={onClose}
    >
      <RadioCards
        label="How many of its tags a thing may have"
        value={type}
        onChange={setType}
        options={types}
      />
    </NameDialog>
  );
};

interface TagDialogProps {
  readonly set: TagSet;
  /** The one to change; without it a new one is made. */
  readonly tag?: Tag;
  readonly onClose: () => void;
}

/** Makes a tag in a set, or changes it. */
export const TagDialog = ({ set, tag, onClose }: TagDialogProps) => {
  const first = tag?.color ?? '#64748b';
  const [color, setColor] = useState(first);
  const id = useId();
  return (
    <NameDialog
      of={`tag:${tag?.id ?? set.id}`}
      title={tag ? `Change ${tag.name}` : `New tag in ${set.name}`}
      submitLabel={tag ? 'Save' : 'Create tag'}
      initialName={tag?.name ?? ''}
      nameOnly
      rest={{ value: color, first, put: setColor }}
      submit={({ name }) =>
        tag
          ? rpc.tag.update({ tagId: tag.id, name, color })
          : rpc.tag.create({ tagSetId: set.id, name, color })
      }
      onDone={onClose}
      onClose={onClose}
    >
      <FormRow label="Colour" htmlFor={id}>
        <input
          id={id}
          type="color"
          value={color}
          onChange={(event) => setColor(event.target.value)}
          className="h-7 w-14 rounded border border-control bg-canvas p-0.5"
        />
      </FormRow>
    </NameDialog>
  );
};
