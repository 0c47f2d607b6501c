import { Check, CircleDashed, LoaderCircle, Minus, X } from 'lucide-react';
import { formatDuration } from '../../../lib/format.ts';
import { deploymentLabel, type Stage } from './deployment-words.ts';

const looks = {
  done: { icon: Check, text: 'text-state-running', word: 'done' },
  active: { icon: LoaderCircle, text: 'text-state-deploying animate-spin', word: 'running' },
  failed: { icon: X, text: 'text-state-failed', word: 'failed' },
  waiting: { icon: CircleDashed, text: 'text-muted', word: 'waiting' },
  skipped: { icon: Minus, text: 'text-muted', word: 'not reached' },
} as const;

/** The stages of a deployment in a row, each with its time. */
export const Pipeline = ({ stages }: { readonly stages: readonly Stage[] }) => (
  <ol aria-label="Stages" className="flex flex-wrap gap-y-1">
    {stages.map(({ name, state, durationMs }, index) => {
      const { icon: Icon, text, word } = looks[state];
      return (
        <li key={name} aria-current={state === 'active' ? 'step' : undefined} className="flex items-center">
          {index > 0 && <span aria-hidden className="mx-2 h-px w-5 bg-line" />}
          <Icon aria-label={word} className={`mr-1.5 size-4 ${text}`} />
          <span className={state === 'waiting' || state === 'skipped' ? 'text-muted' : 'font-medium'}>
            {deploymentLabel(name)}
          </span>
          {durationMs !== undefined && (
            <span className="ml-1.5 text-muted text-sm tabular-nums">{formatDuration(durationMs)}</span>
          )}
        </li>
      );
    })}
  </ol>
);
