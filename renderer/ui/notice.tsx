import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  info: { icon: Info, text: 'text-accent', box: 'bg-panel border-line' },
  success: { icon: CircleCheck, text: 'text-state-running', box: 'bg-panel border-line' },
  warning: { icon: TriangleAlert, text: 'text-state-degraded', box: 'bg-protected-soft border-line' },
  danger: { icon: CircleAlert, text: 'text-danger', box: 'bg-danger-soft border-line' },
};

interface NoticeProps {
  readonly tone: keyof typeof tones;
  readonly title?: string | undefined;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A message that belongs to the place where it stands. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => {
  const { icon: Icon, text, box } = tones[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'note'}
      className={classNames('flex items-start gap-2 rounded border px-3 py-2', box)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', text)} />
      <div className="min-w-0 flex-1 break-words text-secondary">
        {title && <p className="font-medium text-primary">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
};
