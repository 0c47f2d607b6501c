import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useHostRight } from '../../lib/access/host-right.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { PickRow } from '../../ui/form/pick-row.tsx';

export interface Suggestion {
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly keyPath: string | null;
  readonly jump: string | null;
  readonly isAdded: boolean;
}

interface SuggestionListProps {
  readonly organizationId: string;
  readonly chosen: string | undefined;
  readonly onChoose: (suggestion: Suggestion) => void;
}

const filterFrom = 8;

/** The hosts of this machine's ~/.ssh/config, to be picked from. Nothing where there are none. */
export const SuggestionList = ({ organizationId, chosen, onChoose }: SuggestionListProps) => {
  const { allowed } = useHostRight('use-keys');
  const { data: all = [] } = useQuery(
    orpc.server.suggestions.queryOptions({ input: { organizationId }, enabled: allowed }),
  );
  const [filter, setFilter] = useState('');
  if (all.length === 0) return null;
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter(({ alias, host }) => `${alias} ${host}`.toLowerCase().includes(wanted));
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-secondary text-sm">
        From ~/.ssh/config <span className="font-normal text-muted">or type an address below</span>
      </legend>
      {all.length > filterFrom && (
        <input
          type="search"
          aria-label="Filter the hosts of ~/.ssh/config"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="mb-1 h-7 w-full rounded border border-control bg-canvas px-2 placeholder:text-muted"
        />
      )}
      <ul className="max-h-40 overflow-y-auto rounded border border-line">
        {shown.map((suggestion) => (
          <li key={suggestion.alias} className="border-line border-b last:border-b-0">
            <PickRow isChosen={chosen === suggestion.alias} onChoose={() => onChoose(suggestion)}>
              <span className="w-40 shrink-0 truncate font-medium">{suggestion.alias}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-secondary text-sm">
                {suggestion.user}@{suggestion.host}
                {suggestion.port === 22 ? '' : `:${suggestion.port}`}
                {suggestion.jump ? ` via ${suggestion.jump}` : ''}
              </span>
              {suggestion.isAdded && (
                <span className="flex items-center gap-1 text-muted text-sm">
                  <Check aria-hidden className="size-3" /> added
                </span>
              )}
            </PickRow>
          </li>
        ))}
        {shown.length === 0 && <li className="px-2 py-1 text-muted">No host matches.</li>}
      </ul>
    </fieldset>
  );
};
