import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface ClashNoticeProps {
  /** In words, where the edit differs from what is stored now. */
  readonly changed: readonly string[];
  readonly onKeep: () => void;
  readonly onTake: () => void;
}

/** Somebody else saved meanwhile: nothing is lost until one of the two is chosen. */
export const ClashNotice = ({ changed, onKeep, onTake }: ClashNoticeProps) => (
  <div className="mb-4">
    <Notice tone="warning" title="Somebody saved a newer version while you were editing">
      <p>Your edit is still here. It differs from what is stored now in: {changed.join(', ')}.</p>
      <div className="mt-2 flex gap-2">
        <Button size="sm" onClick={onKeep}>
          Keep mine and save over it
        </Button>
        <Button size="sm" onClick={onTake}>
          Take theirs
        </Button>
      </div>
    </Notice>
  </div>
);
