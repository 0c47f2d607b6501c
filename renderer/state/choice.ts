/** The rows of the tree that are chosen to have the same done to them. */
export interface Choice {
  readonly ids: ReadonlySet<string>;
  /** Where a range begins: what was chosen or opened last. */
  readonly anchorId: string | undefined;
}

export type ChoiceStep =
  /** One more or one less; `shownId` is what counts as chosen while nothing is, as it looks so. */
  | { readonly type: 'toggle'; readonly id: string; readonly shownId?: string | undefined }
  /** Everything from the anchor to here, and with `adds` what was chosen before too. */
  | {
      readonly type: 'range';
      readonly fromId: string;
      readonly ids: readonly string[];
      readonly adds: boolean;
    }
  | { readonly type: 'all'; readonly ids: readonly string[] }
  /** Nothing is chosen any more; what was opened is where the next range begins. */
  | { readonly type: 'open'; readonly id: string }
  | { readonly type: 'clear' };

const nothing: ReadonlySet<string> = new Set();

export const noChoice: Choice = { ids: nothing, anchorId: undefined };

/** The choice after a click or a key. */
export function choose(choice: Choice, step: ChoiceStep): Choice {
  if (step.type === 'clear') return choice.ids.size === 0 ? choice : { ...choice, ids: nothing };
  if (step.type === 'open') return { ids: nothing, anchorId: step.id };
  if (step.type === 'all') return { ids: new Set(step.ids), anchorId: choice.anchorId };
  if (step.type === 'range')
    return { ids: new Set(step.adds ? [...choice.ids, ...step.ids] : step.ids), anchorId: step.fromId };
  const before = choice.ids.size > 0 || step.shownId === undefined ? choice.ids : [step.shownId];
  return { ids: toggled(before, step.id), anchorId: step.id };
}

function toggled(ids: Iterable<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
