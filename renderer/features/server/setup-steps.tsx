import { Check, CircleDashed, LoaderCircle, Minus, X } from 'lucide-react';
import type { Setup } from '#shared/contract/server.ts';

type Step = Setup['steps'][number];

const looks = {
  pending: { icon: CircleDashed, text: 'text-muted', word: 'waiting' },
  running: { icon: LoaderCircle, text: 'text-state-deploying animate-spin', word: 'running' },
  done: { icon: Check, text: 'text-state-running', word: 'done' },
  unchanged: { icon: Minus, text: 'text-muted', word: 'already as it should be' },
  failed: { icon: X, text: 'text-state-failed', word: 'failed' },
} as const;

/** The steps of a set-up as they go. */
export const SetupSteps = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol aria-label="Steps">
    {steps.map(({ name, state, detail }) => {
      const { icon: Icon, text, word } = looks[state];
      return (
        <li key={name} className="flex items-start gap-3 border-line border-b px-1 py-1.5 last:border-b-0">
          <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${text}`} />
          <span className="w-56 shrink-0 font-medium">{name}</span>
          <span className="min-w-0 flex-1 break-words text-secondary">
            {detail || (state === 'unchanged' ? 'already as it should be' : '')}
          </span>
        </li>
      );
    })}
  </ol>
);
