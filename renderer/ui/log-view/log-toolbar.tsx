import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  Clock3,
  Download,
  ListFilter,
  type LucideIcon,
  Pause,
  Play,
  Regex,
  WrapText,
} from 'lucide-react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { classNames } from '../class-names.ts';
import { IconButton } from '../icon-button.tsx';
import type { LogQuery } from './log-query.ts';

interface ToggleProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

const Toggle = ({ label, icon, isOn, onChange }: ToggleProps) => (
  <IconButton label={label} icon={icon} size="sm" aria-pressed={isOn} onClick={() => onChange(!isOn)} />
);

interface LogToolbarProps {
  readonly tools: ReactNode;
  readonly query: LogQuery;
  readonly onQuery: (query: LogQuery) => void;
  readonly problem: string | undefined;
  /** `3 of 17`, or `searching`. */
  readonly foundText: string;
  readonly onStep: (by: 1 | -1) => void;
  readonly isFiltered: boolean;
  readonly onFiltered: (isOn: boolean) => void;
  readonly isWrapped: boolean;
  readonly onWrapped: (isOn: boolean) => void;
  readonly hasTime: boolean;
  readonly onTime: (isOn: boolean) => void;
  readonly isPaused: boolean;
  readonly canFollow: boolean;
  readonly onPaused: (isPaused: boolean) => void;
  readonly onDownload: () => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const SearchBox = ({ query, onQuery, problem, foundText, onStep, searchRef }: LogToolbarProps) => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape' && query.text) {
      event.stopPropagation();
      onQuery({ ...query, text: '' });
    }
  };
  return (
    <div className="relative flex min-w-48 max-w-96 flex-1 items-center gap-1">
      <input
        ref={searchRef}
        type="search"
        aria-label="Search in the lines shown"
        placeholder="Search"
        value={query.text}
        maxLength={256}
        onChange={(event) => onQuery({ ...query, text: event.target.value })}
        onKeyDown={onKeyDown}
        aria-invalid={problem ? true : undefined}
        aria-describedby="log-search-state"
        className={classNames(
          'h-6 min-w-0 flex-1 rounded border border-control bg-canvas px-2 font-mono text-sm placeholder:font-sans placeholder:text-muted aria-invalid:border-danger',
        )}
      />
      <Toggle
        label="Match case"
        icon={CaseSensitive}
        isOn={query.isCaseSensitive}
        onChange={(isCaseSensitive) => onQuery({ ...query, isCaseSensitive })}
      />
      <Toggle
        label="Regular expression"
        icon={Regex}
        isOn={query.isRegex}
        onChange={(isRegex) => onQuery({ ...query, isRegex })}
      />
      <span
        id="log-search-state"
        role="status"
        className={classNames('shrink-0 text-sm tabular-nums', problem ? 'text-danger' : 'text-muted')}
      >
        {problem ? '' : foundText}
      </span>
      {problem && (
        <p
          role="alert"
          className="absolute top-7 left-0 z-10 rounded border border-line bg-raised px-2 py-1 text-danger text-sm shadow-overlay"
        >
          {problem}
        </p>
      )}
    </div>
  );
};

/** Search, ways of showing, pause and download of one log. */
export const LogToolbar = (props: LogToolbarProps) => (
  <div
    role="toolbar"
    aria-label="Log"
    className="flex min-h-9 flex-wrap items-center gap-1 border-line border-b bg-panel px-2 py-1"
  >
    {props.tools}
    <SearchBox {...props} />
    {props.query.text && (
      <>
        <IconButton
          label="Match before (Shift Enter)"
          icon={ArrowUp}
          size="sm"
          onClick={() => props.onStep(-1)}
        />
        <IconButton label="Match after (Enter)" icon={ArrowDown} size="sm" onClick={() => props.onStep(1)} />
        <Toggle
          label="Show only lines that match"
          icon={ListFilter}
          isOn={props.isFiltered}
          onChange={props.onFiltered}
        />
      </>
    )}
    <div className="ml-auto flex items-center gap-1">
      <Toggle label="Timestamps" icon={Clock3} isOn={props.hasTime} onChange={props.onTime} />
      <Toggle label="Wrap long lines" icon={WrapText} isOn={props.isWrapped} onChange={props.onWrapped} />
      <IconButton label="Download the lines held" icon={Download} size="sm" onClick={props.onDownload} />
      {props.canFollow && (
        <IconButton
          label={props.isPaused ? 'Resume at the newest line' : 'Pause'}
          icon={props.isPaused ? Play : Pause}
          size="sm"
          onClick={() => props.onPaused(!props.isPaused)}
        />
      )}
    </div>
  </div>
);
