import { Button } from '../../ui/button.tsx';
import { DifferenceBadges } from './difference-list.tsx';

interface ChangeBarProps {
  readonly count: number;
  /** What the changes would do, once it is known. */
  readonly difference: { readonly gains: number; readonly loses: number } | undefined;
  readonly isRefused: boolean;
  readonly onReview: () => void;
  readonly onDiscard: () => void;
}

/** What was changed and is not saved; nothing while there is nothing. */
export const ChangeBar = ({ count, difference, isRefused, onReview, onDiscard }: ChangeBarProps) => {
  if (count === 0) return null;
  return (
    <section
      aria-label="Unsaved changes"
      className="flex shrink-0 items-center gap-3 border-line border-t bg-panel px-4 py-2"
    >
      <p role="status" className="flex min-w-0 flex-1 items-center gap-2">
        <span className="font-medium">
          {count} unsaved {count === 1 ? 'change' : 'changes'}
        </span>
        {difference && <DifferenceBadges gains={difference.gains} loses={difference.loses} />}
        {isRefused && <span className="text-danger">would be refused</span>}
      </p>
      <Button onClick={onDiscard}>Discard</Button>
      <Button variant="primary" onClick={onReview}>
        Review and save…
      </Button>
    </section>
  );
};
