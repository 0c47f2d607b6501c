import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FieldValues, Path, PathValue, UseFormReturn } from 'react-hook-form';
import { useDraft } from '../../state/draft.ts';
import { type Edit, editOf, isEmptyEdit, isFromAnother, withoutSecrets } from './edit.ts';

/** What people choose in a form beside its fields, as it is kept and put back; `first` is untouched. */
export interface RestOfForm<R> {
  readonly value: R;
  readonly first: R;
  readonly put: (value: R) => void;
}

interface Options<T extends FieldValues, R> {
  /** Fields that hold passwords or keys: kept in memory only. */
  readonly secrets?: readonly Path<T>[];
  readonly rest?: RestOfForm<R>;
}

/** Keeps what is typed into a form until it is saved or thrown away, and offers what was left of it before. */
export function useFormDraft<T extends FieldValues, R = undefined>(
  key: string,
  form: Pick<UseFormReturn<T>, 'subscribe' | 'getValues' | 'setValue' | 'reset' | 'formState'>,
  { secrets = none, rest }: Options<T, R> = {},
) {
  const secretNames = secrets.join('\n');
  const toKeep = useCallback((edit: Edit) => withoutSecrets(edit, secretNames.split('\n')), [secretNames]);
  const [edit, setEdit, left] = useDraft<Edit>(key, toKeep);
  const defaults = useRef<FieldValues>(form.formState.defaultValues ?? {});
  const latest = useRef(rest);
  latest.current = rest;
  const put = useCallback(
    ({ values, rest: chosen }: Edit) => {
      for (const [name, value] of Object.entries(values))
        form.setValue(name as Path<T>, value as PathValue<T, Path<T>>, { shouldDirty: true });
      if (chosen !== undefined) latest.current?.put(chosen as R);
    },
    [form],
  );
  const note = useCallback(
    (values: FieldValues) => {
      const next = editOf(values, defaults.current, latest.current);
      setEdit(isEmptyEdit(next) ? undefined : next);
    },
    [setEdit],
  );
  const [first] = useState(edit);
  const [isBack, setBack] = useState(first !== undefined);
  useEffect(() => {
    if (first) put(first);
  }, [first, put]);
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values, defaultValues }) => {
          defaults.current = defaultValues ?? {};
          note(values);
        },
      }),
    [form, note],
  );
  const chosen = JSON.stringify(rest?.value);
  const seen = useRef(chosen);
  useEffect(() => {
    if (seen.current === chosen) return;
    seen.current = chosen;
    note(form.getValues());
  }, [chosen, form, note]);
  const drop = useCallback(() => {
    setBack(false);
    setEdit(undefined);
  }, [setEdit]);
  const discard = () => {
    form.reset();
    if (rest) rest.put(rest.first);
    drop();
  };
  const offered = useMemo(
    () =>
      left && {
        ...left,
        restore: () => {
          put(left.draft);
          left.discard();
        },
      },
    [left, put],
  );
  return {
    /** To be called once it is saved. */
    drop,
    /** For the `DraftNotice` at the top of the form. */
    notice: {
      left: offered,
      isChangedMeanwhile: left && isFromAnother(left.draft, defaults.current),
      onDiscard: isBack && edit ? discard : undefined,
    },
  };
}

const none: readonly never[] = [];
