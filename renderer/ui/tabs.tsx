import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { CountBadge } from './count-badge.tsx';
import { type Reason, reasonText } from './reason.ts';
import { Tooltip } from './tooltip.tsx';

interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly count?: number | undefined;
  /** What stands after its name, such as how much waits there. */
  readonly badge?: ReactNode;
  readonly disabledReason?: Reason | undefined;
}

interface TabsProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly tabs: readonly TabItem[];
  /** Id of the element that shows the chosen tab. */
  readonly panelId?: string;
  /** What stands at the end of the strip and is no tab. */
  readonly after?: ReactNode;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** A strip of tabs; arrows move along it. The panel below is the caller's. */
export const Tabs = ({ label, value, onChange, tabs, panelId, after }: TabsProps) => {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = steps[event.key];
    const usable = tabs.filter(({ disabledReason }) => !disabledReason);
    if (!step || usable.length === 0) return;
    event.preventDefault();
    const at = usable.findIndex(({ id }) => id === value);
    const next = usable[(at + step + usable.length) % usable.length];
    if (!next) return;
    onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  const strip = (
    <div role="tablist" aria-label={label} onKeyDown={move} className="flex flex-wrap gap-x-1">
      {tabs.map(({ id, label: text, icon: Icon, count, badge, disabledReason }) => (
        <Tooltip key={id} content={reasonText(disabledReason)}>
          <button
            type="button"
            role="tab"
            data-tab={id}
            aria-selected={id === value}
            aria-controls={panelId}
            aria-disabled={disabledReason ? true : undefined}
            tabIndex={id === value ? 0 : -1}
            onClick={() => !disabledReason && onChange(id)}
            className="-mb-px flex shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2 py-1.5 text-secondary hover:text-primary focus-visible:outline-offset-[-3px] aria-disabled:text-muted aria-disabled:opacity-60 forced-colors:border-b-[Canvas] forced-colors:aria-selected:border-b-[Highlight] aria-selected:border-accent aria-selected:font-medium aria-selected:text-primary"
          >
            {Icon && <Icon aria-hidden className="size-3.5" />}
            {text}
            {count !== undefined && <CountBadge count={count} />}
            {badge}
          </button>
        </Tooltip>
      ))}
    </div>
  );
  return (
    <div className="flex items-center gap-1 border-line border-b px-4">
      <div className="min-w-0">{strip}</div>
      {after}
    </div>
  );
};
