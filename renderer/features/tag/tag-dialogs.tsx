import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Tag, TagSet } from '#shared/contract/tag.ts';
import { counted } from '../../lib/format.ts';
import { NameDialog } from '../../lib/name-dialog.tsx';
import { rpc } from '../../lib/rpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FormRow } from '../../ui/form-row.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';

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
  const [type, setType] = useState(set?.type ?? 'multi');
  return (
    <NameDialog
      title={set ? `Change ${set.name}` : 'New tag set'}
      description="A set holds the tags of one kind, so that a grant can ask for one of each."
      submitLabel={set ? 'Save' : 'Create tag set'}
      initialName={set?.name ?? ''}
      placeholder="Ring"
      nameOnly
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
  const [color, setColor] = useState(tag?.color ?? '#64748b');
  const id = useId();
  return (
    <NameDialog
      title={tag ? `Change ${tag.name}` : `New tag in ${set.name}`}
      submitLabel={tag ? 'Save' : 'Create tag'}
      initialName={tag?.name ?? ''}
      nameOnly
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

interface DeleteDialogProps {
  readonly set: TagSet;
  /** The whole set where absent. */
  readonly tag?: Tag;
  readonly onClose: () => void;
}

const usesWords = (uses: number): string =>
  uses === 0 ? 'Nothing has it.' : `It is taken from ${counted(uses, 'thing')}.`;

const tagsWords = ({ length }: TagSet['tags'], uses: number): string => {
  if (length === 1) return `Its one tag goes with it. ${usesWords(uses)}`;
  const taken = uses === 0 ? 'Nothing has one of them.' : `They are taken from what has them (${uses}).`;
  return `Its ${length} tags go with it. ${taken}`;
};

/** Deletes a tag, or a set with its tags; refused by the core while a grant holds or is offered by it. */
export const DeleteDialog = ({ set, tag, onClose }: DeleteDialogProps) => {
  const remove = useMutation({
    mutationFn: () => (tag ? rpc.tag.delete({ tagId: tag.id }) : rpc.tagSet.delete({ tagSetId: set.id })),
    onSuccess: onClose,
  });
  const uses = (tag ? [tag] : set.tags).reduce((sum, each) => sum + each.uses, 0);
  return (
    <ConfirmDialog
      title={tag ? `Delete the tag ${tag.name}` : `Delete the tag set ${set.name}`}
      confirmLabel={tag ? 'Delete tag' : 'Delete tag set'}
      isDanger
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        {tag || set.tags.length === 0 ? usesWords(uses) : tagsWords(set.tags, uses)} What is tagged stays. It
        is refused while a grant holds by it, or an invitation offers one.
      </p>
    </ConfirmDialog>
  );
};
