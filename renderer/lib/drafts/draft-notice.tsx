import type { LeftDraft } from '../../state/draft.ts';
import { useIsDraftDiskFull } from '../../state/draft.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { age } from '../format.ts';
import { useNow } from '../use-now.ts';

interface DraftNoticeProps {
  /** From before a reload, a lock or a sign-out, or from another tab. */
  readonly left: Pick<LeftDraft<unknown>, 'savedAt' | 'restore' | 'discard'> | undefined;
  /** What was left began from another state than the one that is stored now. */
  readonly isChangedMeanwhile?: boolean | undefined;
  /** What was typed here before is in the fields again; throws it away. */
  readonly onDiscard?: (() => void) | undefined;
}

/** Says what was typed in this form and never saved, and lets it be restored or thrown away. */
export function DraftNotice({ left, isChangedMeanwhile, onDiscard }: DraftNoticeProps) {
  const isFull = useIsDraftDiskFull();
  const now = useNow(30_000);
  return (
    <>
      {left && (
        <Notice tone="info" title={`You left something here ${age(left.savedAt, now)}, not saved`}>
          <p>{isChangedMeanwhile ? changedWords : 'The fields show what is stored until you restore it.'}</p>
          <div className="mt-2 flex gap-2">
            <Button size="sm" onClick={left.restore}>
              Restore
            </Button>
            <Button size="sm" variant="ghost" onClick={left.discard}>
              Discard
            </Button>
          </div>
        </Notice>
      )}
      {onDiscard && (
        <Notice
          tone="info"
          action={
            <Button size="sm" variant="ghost" onClick={onDiscard}>
              Discard
            </Button>
          }
        >
          What you typed before is in the fields again, not saved.
        </Notice>
      )}
      {isFull && (
        <Notice tone="warning">
          This browser has no room left to keep what you type: save it before you reload or close the window.
        </Notice>
      )}
    </>
  );
}

const changedWords =
  'Somebody changed what is stored since. Restoring puts back only the fields that you had changed; compare them before you save.';
