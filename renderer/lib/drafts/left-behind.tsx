import { useDraftsAbout } from '../../state/draft.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { age } from '../format.ts';
import { useNow } from '../use-now.ts';
import { draftText } from './draft-text.ts';

/** Where a thing was, what was typed about it and never saved: it can be copied, or thrown away. */
export function LeftBehind({ id }: { readonly id: string }) {
  const drafts = useDraftsAbout(id);
  return drafts.map((draft, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two drafts of one form are told apart by nothing else
    <LeftDraft key={at} {...draft} />
  ));
}

function LeftDraft({ draft, savedAt, discard }: ReturnType<typeof useDraftsAbout>[number]) {
  const now = useNow(30_000);
  const { copy, words } = useCopy(draftText(draft));
  return (
    <Notice
      tone="info"
      title={`You typed something here${savedAt ? ` ${age(savedAt, now)}` : ''} that was never saved`}
    >
      <p>What it was for is there no more. Copy it to use it elsewhere, or discard it.</p>
      <div className="mt-2 flex gap-2">
        <Button size="sm" onClick={copy}>
          {words ?? 'Copy'}
        </Button>
        <Button size="sm" variant="ghost" onClick={discard}>
          Discard
        </Button>
      </div>
      <span role="status" className="sr-only">
        {words}
      </span>
    </Notice>
  );
}
