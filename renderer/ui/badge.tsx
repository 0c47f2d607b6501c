import type { ReactNode } from 'react';

const tones = {
  neutral: 'border-strong text-secondary',
  accent: 'border-accent text-accent',
  running: 'border-state-running text-state-running',
  deploying: 'border-state-deploying text-state-deploying',
  degraded: 'border-state-degraded text-state-degraded',
  failed: 'border-state-failed text-state-failed',
};

interface BadgeProps {
  readonly tone?: keyof typeof tones | undefined;
  readonly children: ReactNode;
}

/** A word or two about the thing beside it. */
export const Badge = ({ tone = 'neutral', children }: BadgeProps) => (
  <span
    className={`inline-flex items-center gap-1 whitespace-nowrap align-middle rounded border px-1.5 font-medium text-xs ${tones[tone]}`}
  >
    {children}
  </span>
);
