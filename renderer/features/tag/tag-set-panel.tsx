import { MoreHorizontal, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Tag, TagSet } from '#shared/contract/tag.ts';
import { TagDot } from '../../lib/tags/tag-dot.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Reason } from '../../ui/reason.ts';
import { DeleteDialog } from './delete-tag-dialog.tsx';
import { TagDialog, TagSetDialog } from './tag-dialogs.tsx';

interface TagLineProps {
  readonly tag: Tag;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
  readonly editReason: Reason | undefined;
  readonly deleteReason: Reason | undefined;
}

const TagLine = ({ tag, onEdit, onDelete, editReason, deleteReason }: TagLineProps) => (
  <li className="flex h-9 items-center gap-2 border-line border-b px-3 last:border-b-0">
    <TagDot color={tag.color} />
    <span className="min-w-0 flex-1 truncate">{tag.name}</span>
    <span className="text-muted text-sm">{tag.uses === 0 ? 'not used' : `on ${tag.uses}`}</span>
    <IconButton
      label={`Change ${tag.name}`}
      icon={Pencil}
      size="sm"
      disabledReason={editReason}
      onClick={onEdit}
    />
    <IconButton
      label={`Delete ${tag.name}`}
      icon={Trash2}
      size="sm"
      disabledReason={deleteReason}
      onClick={onDelete}
    />
  </li>
);

type Open =
  | { readonly type: 'set' | 'new' | 'delete-set' }
  | { readonly type: 'tag'; readonly tag: Tag }
  | { readonly type: 'delete-tag'; readonly tag: Tag };

const Dialogs = (props: { set: TagSet; open: Open | undefined; onClose: () => void }) => {
  const { set, open, onClose } = props;
  if (!open) return null;
  if (open.type === 'tag') return <TagDialog set={set} tag={open.tag} onClose={onClose} />;
  if (open.type === 'delete-tag') return <DeleteDialog set={set} tag={open.tag} onClose={onClose} />;
  if (open.type === 'new') return <TagDialog set={set} onClose={onClose} />;
  if (open.type === 'delete-set') return <DeleteDialog set={set} onClose={onClose} />;
  return <TagSetDialog organizationId={set.organizationId} set={set} onClose={onClose} />;
};

const SetMenu = ({ set, onOpen }: { readonly set: TagSet; readonly onOpen: (open: Open) => void }) => {
  const { organizationId } = set;
  const { reason: editReason } = usePermission('tagSet.update', organizationId);
  const { reason: deleteReason } = usePermission('tagSet.delete', organizationId);
  return (
    <Menu
      align="end"
      trigger={<IconButton label={`More for ${set.name}`} icon={MoreHorizontal} size="sm" />}
      items={[
        {
          id: 'edit',
          label: 'Change…',
          icon: Pencil,
          disabledReason: editReason,
          run: () => onOpen({ type: 'set' }),
        },
        'separator',
        {
          id: 'delete',
          label: 'Delete…',
          icon: Trash2,
          isDanger: true,
          disabledReason: deleteReason,
          run: () => onOpen({ type: 'delete-set' }),
        },
      ]}
    />
  );
};

/** One tag set with its tags, and what can be done to them. */
export const TagSetPanel = ({ set }: { readonly set: TagSet }) => {
  const { organizationId, name, type, tags } = set;
  const [open, setOpen] = useState<Open>();
  const { reason: createReason } = usePermission('tag.create', organizationId);
  const { reason: editReason } = usePermission('tag.update', organizationId);
  const { reason: deleteReason } = usePermission('tag.delete', organizationId);
  return (
    <Panel
      title={name}
      isFlush
      actions={
        <>
          <Badge>{type === 'single' ? 'one each' : 'several each'}</Badge>
          <Button
            size="sm"
            icon={Plus}
            disabledReason={createReason}
            onClick={() => setOpen({ type: 'new' })}
          >
            New tag
          </Button>
          <SetMenu set={set} onOpen={setOpen} />
        </>
      }
    >
      {tags.length === 0 ? (
        <p className="px-3 py-3 text-secondary">No tags yet.</p>
      ) : (
        <ul aria-label={`Tags of ${name}`}>
          {tags.map((tag) => (
            <TagLine
              key={tag.id}
              tag={tag}
              onEdit={() => setOpen({ type: 'tag', tag })}
              onDelete={() => setOpen({ type: 'delete-tag', tag })}
              editReason={editReason}
              deleteReason={deleteReason}
            />
          ))}
        </ul>
      )}
      <Dialogs set={set} open={open} onClose={() => setOpen(undefined)} />
    </Panel>
  );
};
