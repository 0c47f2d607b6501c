/** The states of the product's model, which this folder does not know. */
type NodeState = 'unknown' | 'none' | 'running' | 'deploying' | 'degraded' | 'stopped' | 'failed';

const labels: Readonly<Record<NodeState, string>> = {
  unknown: 'Unknown',
  none: 'Not deployed',
  running: 'Running',
  deploying: 'Deploying',
  degraded: 'Degraded',
  stopped: 'Stopped',
  failed: 'Failed',
};

export const stateLabel = (state: NodeState): string => labels[state];

const colours: Readonly<Record<NodeState, string>> = {
  unknown: 'text-state-unknown',
  none: 'text-state-unknown',
  running: 'text-state-running',
  deploying: 'text-state-deploying',
  degraded: 'text-state-degraded',
  stopped: 'text-state-stopped',
  failed: 'text-state-failed',
};

/** Each state has a shape besides its colour, so that nobody has to tell colours apart. */
const shapes: Readonly<Record<NodeState, React.ReactNode>> = {
  unknown: (
    <circle
      cx="6"
      cy="6"
      r="3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2 1.6"
    />
  ),
  none: <circle cx="6" cy="6" r="3.3" fill="none" stroke="currentColor" strokeWidth="1.2" opacity="0.7" />,
  running: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  deploying: (
    <>
      <circle
        cx="6"
        cy="6"
        r="4.3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="14 13"
      />
      <circle cx="6" cy="6" r="1.8" fill="currentColor" />
    </>
  ),
  degraded: <path d="M6 1.6 11 10.4H1z" fill="currentColor" />,
  stopped: <rect x="2.5" y="2.5" width="7" height="7" rx="1" fill="currentColor" />,
  failed: <path d="M6 1 11 6 6 11 1 6z" fill="currentColor" />,
};

interface StateDotProps {
  readonly state: NodeState;
  readonly withLabel?: boolean | undefined;
  /** The words beside it say the same, so it says nothing itself. */
  readonly isDecoration?: boolean | undefined;
  /** Why it is not known, or how old it is. */
  readonly note?: string | undefined;
}

/** What a service or server is doing: colour and shape, and in words where there is room. */
export const StateDot = ({ state, withLabel, isDecoration, note }: StateDotProps) => (
  <span className={`inline-flex items-center gap-1.5 ${colours[state]}`} title={note}>
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={`size-2.5 shrink-0 ${state === 'deploying' ? 'animate-spin' : ''}`}
    >
      {shapes[state]}
    </svg>
    {!isDecoration && <span className={withLabel ? 'text-sm' : 'sr-only'}>{labels[state]}</span>}
    {!isDecoration && note && <span className="sr-only">, {note}</span>}
  </span>
);
