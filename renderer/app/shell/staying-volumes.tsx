import { useId } from 'react';
import type { NodeDeletion } from '../../lib/feature.ts';
import { formatBytes } from '../../lib/format.ts';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import type { Reason } from '../../ui/reason.ts';

interface StayingVolumesProps {
  readonly volumes: NonNullable<NodeDeletion['volumes']>;
  /** The names of those that go. */
  readonly going: readonly string[];
  readonly onChange: (going: readonly string[]) => void;
  readonly refusal: Reason | undefined;
}

/** The volumes that a deletion leaves on the server; those that are ticked go too, none of them unless somebody says so. */
export function StayingVolumes({ volumes, going, onChange, refusal }: StayingVolumesProps) {
  const id = useId();
  const toggle = (name: string, isGoing: boolean): void =>
    onChange(isGoing ? [...going, name] : going.filter((each) => each !== name));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 rounded border border-line p-3">
      <h3 id={id} className="text-secondary">
        {going.length < volumes.length ? 'Its volumes stay on the server unless you tick them' : notOne}
      </h3>
      {volumes.map(({ name, sizeBytes }) => (
        <Checkbox
          key={name}
          label={`Delete the ${name.startsWith('./') ? 'folder' : 'volume'} ${name} as well`}
          hint={`${sizeBytes === null ? 'Size unknown' : formatBytes(sizeBytes)} · what is in it is lost`}
          isChecked={going.includes(name)}
          onChange={(isGoing) => toggle(name, isGoing)}
          disabledReason={refusal}
        />
      ))}
    </section>
  );
}

const notOne = 'None of its volumes stays on the server';

/** What is said of them where nobody chooses; nothing where there are none. */
export function StayingWords({ deletion: { remote, volumes } }: { readonly deletion: NodeDeletion }) {
  const words = stayingWords(volumes, remote.length > 0);
  return words && <p className="text-secondary">{words}</p>;
}

function stayingWords(volumes: NodeDeletion['volumes'], runs: boolean): string | undefined {
  if (volumes === undefined) return runs ? 'The volumes of what runs there stay.' : undefined;
  if (volumes === null) return 'Its server does not tell which volumes are there; they stay.';
  if (volumes.length === 0) return undefined;
  const names = volumes.map(({ name }) => name).join(', ');
  return volumes.length === 1 ? `Its volume ${names} stays there.` : `Its volumes ${names} stay there.`;
}
