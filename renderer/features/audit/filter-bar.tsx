import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditFacets } from '#shared/contract/audit.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { FieldProblem } from '../../ui/form/field-problem.tsx';
import { fieldClasses } from '../../ui/form/text-field.tsx';
import { FilterSelect } from './filter-select.tsx';
import { type FilterState, isFiltering, noFilter, rangeError } from './filter-state.ts';

interface FilterBarProps {
  readonly organizationId: string;
  readonly filter: FilterState;
  readonly onChange: (filter: Partial<FilterState>) => void;
  readonly actions: ReactNode;
}

const periods = [
  { value: 'any', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'custom', label: 'From … to …' },
];

const outcomes = [
  { value: '', label: 'Any outcome' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
];

const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

const optionsOf = (facets: AuditFacets | undefined) => ({
  actors: [
    { value: '', label: 'Anybody' },
    ...(facets?.actors ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ],
  operations: [{ value: '', label: 'Any operation' }, ...named(facets?.operations ?? [])],
  kinds: [{ value: '', label: 'Any kind' }, ...named(facets?.kinds ?? [])],
});

const CustomRange = ({ filter, onChange }: Pick<FilterBarProps, 'filter' | 'onChange'>) => {
  const error = rangeError(filter);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {(['from', 'to'] as const).map((end) => (
        <input
          key={end}
          type="datetime-local"
          aria-label={end === 'from' ? 'From' : 'To'}
          aria-invalid={error ? true : undefined}
          value={filter[end]}
          onChange={(event) => onChange({ [end]: event.target.value })}
          className={`${fieldClasses} h-7 w-48`}
        />
      ))}
      <FieldProblem problem={error} />
    </div>
  );
};

/** Search, filters and what else can be done with the audit trail. */
export const FilterBar = ({ organizationId, filter, onChange, actions }: FilterBarProps) => {
  const { data } = useQuery(orpc.audit.facets.queryOptions({ input: { organizationId } }));
  const options = optionsOf(data);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <div className="relative min-w-0 flex-1">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-muted" />
          <input
            type="search"
            aria-label="Search the audit trail"
            placeholder="Names, operations, details, old and new values; several words narrow it down"
            maxLength={200}
            value={filter.text}
            onChange={(event) => onChange({ text: event.target.value })}
            className={`${fieldClasses} h-7 pl-7`}
          />
        </div>
        {actions}
      </div>
      <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
        <FilterSelect
          label="Who"
          value={filter.actor}
          options={options.actors}
          onChange={(actor) => onChange({ actor })}
        />
        <FilterSelect
          label="Operation"
          value={filter.operation}
          options={options.operations}
          onChange={(operation) => onChange({ operation })}
        />
        <FilterSelect
          label="Kind"
          value={filter.kind}
          options={options.kinds}
          onChange={(kind) => onChange({ kind: data?.kinds.find((each) => each === kind) ?? '' })}
        />
        <FilterSelect
          label="Outcome"
          value={filter.outcome}
          options={outcomes}
          onChange={(outcome) => onChange({ outcome: outcome as FilterState['outcome'] })}
        />
        <FilterSelect
          label="Time"
          value={filter.period}
          options={periods}
          onChange={(period) => onChange({ period: period as FilterState['period'] })}
        />
        {filter.period === 'custom' && <CustomRange filter={filter} onChange={onChange} />}
        {filter.node && (
          <Button size="sm" icon={X} onClick={() => onChange({ node: undefined })}>
            In {filter.node.name}
          </Button>
        )}
        {isFiltering(filter) && (
          <Button size="sm" variant="ghost" onClick={() => onChange(noFilter)}>
            Clear all
          </Button>
        )}
      </search>
    </div>
  );
};
