import { Server } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

export interface LogRange {
  readonly tail: number;
  readonly since: keyof typeof spans;
  /** Only lines that hold this are read from the server. */
  readonly search: string;
}

const minute = 60_000;

const spans = {
  all: { label: 'Any time', ms: 0 },
  '5m': { label: 'Last 5 minutes', ms: 5 * minute },
  '1h': { label: 'Last hour', ms: 60 * minute },
  '24h': { label: 'Last 24 hours', ms: 24 * 60 * minute },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * 60 * minute },
};

const tails = [100, 500, 5_000, 50_000, 100_000];

export const defaultRange: LogRange = { tail: 500, since: 'all', search: '' };

/** The instant that a span begins with, counted from now; undefined for any time. */
export const sinceOf = ({ since }: LogRange): string | undefined =>
  since === 'all' ? undefined : new Date(Date.now() - spans[since].ms).toISOString();

const selectClasses = 'h-6 rounded border border-control bg-canvas px-1 text-sm';

interface LogRangeProps {
  readonly range: LogRange;
  readonly onChange: (range: LogRange) => void;
}

const SearchDialog = ({ range, onChange, onClose }: LogRangeProps & { readonly onClose: () => void }) => {
  const [text, setText] = useState(range.search);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ ...range, search: text.trim() });
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title="Search on the server" width="sm">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-secondary">
          Looks through the whole log where it lies and reads only lines that hold this text, in any case.
        </p>
        <TextField
          label="Text"
          isMono
          autoFocus
          maxLength={256}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            {text.trim() ? 'Search' : 'Show all lines'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

/** How much of a log is read: from when on, how many lines, and only those with a text. */
export const LogRangeControls = ({ range, onChange }: LogRangeProps) => {
  const [isSearching, setSearching] = useState(false);
  return (
    <>
      <select
        aria-label="Since"
        value={range.since}
        onChange={(event) => onChange({ ...range, since: event.target.value as LogRange['since'] })}
        className={selectClasses}
      >
        {Object.entries(spans).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Lines to begin with"
        value={range.tail}
        onChange={(event) => onChange({ ...range, tail: Number(event.target.value) })}
        className={selectClasses}
      >
        {tails.map((tail) => (
          <option key={tail} value={tail}>
            {tail.toLocaleString('en')} lines
          </option>
        ))}
      </select>
      <Button size="sm" variant="ghost" icon={Server} onClick={() => setSearching(true)}>
        {range.search ? `on server: ${range.search.slice(0, 20)}` : 'Search on the server …'}
      </Button>
      {isSearching && <SearchDialog range={range} onChange={onChange} onClose={() => setSearching(false)} />}
    </>
  );
};
