import { Button } from './button.tsx';
import { errorWords } from './error-text.ts';
import { Notice } from './notice.tsx';

interface InlineErrorProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong and what to do next; nothing while there is no error. */
export const InlineError = ({ error, onRetry }: InlineErrorProps) => {
  if (error === undefined || error === null) return null;
  return (
    <Notice
      tone="danger"
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{errorWords(error)}</p>
    </Notice>
  );
};
