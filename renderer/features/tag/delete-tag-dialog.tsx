import { useMutation, useQuery } from '@tanstack/react-query';
import type { Tag, TagSet, TagUsage } from '#shared/contract/tag.ts';
import { errorData } from '../../lib/errors.ts';
import { counted } from '../../lib/format.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

interface DeleteDialogProps {
  readonly set: TagSet;
  /** The whole set where absent. */
  readonly tag?: Tag;
  readonly onClose: () => void;
}

/** Deletes a tag, or a set with its tags, once its user saw what carries them and who holds a grant by them. */
export function DeleteDialog({ set, tag, onClose }: DeleteDialogProps) {
  const ofTag = useQuery(
    orpc.tag.deletion.queryOptions({ input: { tagId: tag?.id ?? '' }, enabled: tag !== undefined }),
  );
  const ofSet = useQuery(
    orpc.tagSet.deletion.queryOptions({ input: { tagSetId: set.id }, enabled: tag === undefined }),
  );
  const query = tag ? ofTag : ofSet;
  const { data: usage, refetch } = query;
  const remove = useMutation({
    mutationFn: () => {
      const uses = usage?.things.length ?? 0;
      return tag ? rpc.tag.delete({ tagId: tag.id, uses }) : rpc.tagSet.delete({ tagSetId: set.id, uses });
    },
    onSuccess: onClose,
    onError: (failed) => errorData(failed, 'CONFLICT')?.field === 'uses' && refetch(),
  });
  const isHeld = usage !== undefined && usage.grants.length + usage.hiddenGrants > 0;
  return (
    <ConfirmDialog
      title={tag ? `Delete the tag ${tag.name}` : `Delete the tag set ${set.name}`}
      confirmLabel={tag ? 'Delete tag' : 'Delete tag set'}
      isDanger
      isBusy={remove.isPending}
      isBlocked={usage === undefined || isHeld}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Loaded query={query} doing="Looking for what carries it">
        {(found) => (
          <>
            {!tag && set.tags.length > 0 && <p className="text-secondary">{tagsWords(set.tags.length)}</p>}
            {isHeld && <HeldBy usage={found} />}
            <Things things={found.things} />
          </>
        )}
      </Loaded>
    </ConfirmDialog>
  );
}

const tagsWords = (count: number): string =>
  count === 1 ? 'Its one tag goes with it.' : `Its ${count} tags go with it.`;

function Things({ things }: Pick<TagUsage, 'things'>) {
  if (things.length === 0) return <p className="text-secondary">Nothing carries it.</p>;
  return (
    <>
      <p className="text-secondary">
        It is taken from {counted(things.length, 'thing')}, which stay otherwise:
      </p>
      <ul
        aria-label="What carries it"
        className="max-h-48 overflow-y-auto rounded border border-line px-3 py-1"
      >
        {things.map(({ id, kind, path }) => (
          <li key={id} className="truncate" title={path}>
            {path} <span className="text-muted">{kind}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function HeldBy({ usage: { grants, hiddenGrants } }: { readonly usage: TagUsage }) {
  return (
    <Notice tone="warning" title="Grants hold by it: change, take or cancel those first">
      <ul aria-label="Grants by it">
        {grants.map((each) => (
          <li key={`${each.type} ${each.id}`}>{holderWords(each)}</li>
        ))}
        {hiddenGrants > 0 && <li>{hiddenGrants} that you cannot see</li>}
      </ul>
    </Notice>
  );
}

function holderWords({ type, name }: TagUsage['grants'][number]): string {
  if (type === 'member') return `of ${name}`;
  return type === 'team' ? `of the team ${name}` : `offered to ${name}`;
}
