import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Reason, reasonText } from '../../ui/reason.ts';

interface RefusalNoticeProps {
  readonly reason: Reason | undefined;
  readonly title?: string;
}

/** Why a whole page or form does nothing, and the way to ask for it. */
export function RefusalNotice({ reason, title }: RefusalNoticeProps) {
  if (reason === undefined) return null;
  return (
    <Notice
      tone="info"
      {...(title ? { title } : {})}
      action={
        typeof reason === 'object' && (
          <Button size="sm" onClick={reason.ask}>
            Ask for it…
          </Button>
        )
      }
    >
      {reasonText(reason)}
    </Notice>
  );
}
