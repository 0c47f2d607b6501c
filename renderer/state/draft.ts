import { useCallback } from 'react';
import { create } from 'zustand';

const useDrafts = create<{ readonly drafts: Readonly<Record<string, unknown>> }>()(() => ({ drafts: {} }));

/** Unsaved edits by key, such as `service-spec:svc_1`; they outlive their form, not the window. */
export const useDraft = <T>(key: string): readonly [T | undefined, (draft: T | undefined) => void] => {
  const draft = useDrafts(({ drafts }) => drafts[key] as T | undefined);
  const set = useCallback(
    (next: T | undefined) =>
      useDrafts.setState(({ drafts: { [key]: _, ...others } }) => ({
        drafts: next === undefined ? others : { ...others, [key]: next },
      })),
    [key],
  );
  return [draft, set];
};

/** What one person began to change is nothing for the next one at the same window. */
export const forgetDrafts = (): void => useDrafts.setState({ drafts: {} });
