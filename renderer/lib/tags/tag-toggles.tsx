import { Check } from 'lucide-react';
import type { TagSet } from '#shared/contract/tag.ts';
import { askFor, type Reason, reasonHint } from '../../ui/reason.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { TagDot } from './tag-dot.tsx';

interface TagTogglesProps {
  readonly set: TagSet;
  readonly chosen: readonly string[];
  readonly onToggle: (tagId: string) => void;
  readonly disabledReason?: Reason | undefined;
}

/** The tags of one set as buttons that are pressed or not. */
export const TagToggles = ({ set, chosen, onToggle, disabledReason }: TagTogglesProps) => (
  <fieldset className="flex min-w-0 items-baseline gap-3">
    <legend className="sr-only">{set.name}</legend>
    <span aria-hidden className="w-32 shrink-0 truncate text-secondary" title={set.name}>
      {set.name}
    </span>
    <div className="flex min-w-0 flex-1 flex-wrap gap-1.5">
      {set.tags.length === 0 && <span className="text-muted">no tags yet</span>}
      {set.tags.map(({ id, name, color }) => {
        const isChosen = chosen.includes(id);
        return (
          <Tooltip key={id} content={reasonHint(disabledReason)}>
            <button
              type="button"
              aria-pressed={isChosen}
              aria-disabled={disabledReason ? true : undefined}
              onClick={() => (disabledReason ? askFor(disabledReason) : onToggle(id))}
              className="flex h-6 max-w-full items-center gap-1.5 rounded border border-control bg-canvas px-2 text-sm hover:bg-hover aria-disabled:text-muted aria-disabled:hover:bg-canvas aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              {isChosen ? <Check aria-hidden className="size-3 shrink-0" /> : <TagDot color={color} />}
              <span className="truncate">{name}</span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  </fieldset>
);
