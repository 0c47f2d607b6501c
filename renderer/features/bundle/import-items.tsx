import { useState } from 'react';
import type { BundleChoice, BundleImport, BundleSecret } from '#shared/contract/bundle.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ImportItem } from './import-item.tsx';
import { isKept, problemsIn } from './item-words.ts';

interface ImportItemsProps {
  readonly found: BundleImport;
  readonly choices: readonly BundleChoice[];
  readonly isBusy: boolean;
  readonly onChoose: (choices: BundleChoice[], secrets: BundleSecret[]) => void;
  readonly onImport: () => void;
}

/** What an import would do, thing by thing, with the choice of each. */
export const ImportItems = ({ found, choices, isBusy, onChoose, onImport }: ImportItemsProps) => {
  const [secrets, setSecrets] = useState<readonly BundleSecret[]>([]);
  const [isStale, setStale] = useState(false);
  const touched = found.items.filter((item) => !isKept(item));
  const count = (fate: BundleImport['items'][number]['fate']): number =>
    found.items.filter((item) => item.fate === fate).length;
  if (found.problems.length > 0)
    return (
      <Notice tone="danger" title="This cannot be read">
        {found.problems.map(({ path, message }) => (
          <p key={`${path} ${message}`}>
            <code>{path}</code>: {message}
          </p>
        ))}
      </Notice>
    );
  const problem = problemsIn(found);
  return (
    <section aria-label="What would be brought in" className="flex flex-col gap-3">
      <p aria-live="polite">
        {count('add')} new, {count('change')} changed, {count('keep')} the same, {count('only-here')} only
        here.
      </p>
      {touched.map((item) => (
        <ImportItem
          key={item.item}
          item={item}
          choice={choices.find((each) => each.item === item.item)}
          secrets={secrets.filter((each) => each.item === item.item)}
          onChoose={(next) => {
            const others = choices.filter((each) => each.item !== item.item);
            setStale(false);
            onChoose(next ? [...others, next] : others, [...secrets]);
          }}
          onSecret={(next) => {
            setStale(true);
            setSecrets([
              ...secrets.filter((each) => each.item !== next.item || each.field !== next.field),
              next,
            ]);
          }}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        {isStale && (
          <Button
            isBusy={isBusy}
            onClick={() => {
              setStale(false);
              onChoose(
                [...choices],
                secrets.filter(({ value }) => value !== ''),
              );
            }}
          >
            Look again
          </Button>
        )}
        <Button
          variant="primary"
          isBusy={isBusy}
          disabledReason={isStale ? 'Look again first: you gave secrets.' : problem}
          onClick={onImport}
        >
          Import
        </Button>
      </div>
    </section>
  );
};
