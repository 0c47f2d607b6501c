import { X } from 'lucide-react';
import { useEffect } from 'react';
import { dismissToast, type Toast, useToasts } from '../state/toast.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';

const shownMs = 8_000;
const edges = {
  neutral: 'border-l-strong',
  success: 'border-l-state-running',
  danger: 'border-l-state-failed',
};

const ToastCard = ({ id, tone, title, detail, action }: Toast) => {
  useEffect(() => {
    if (tone === 'danger') return;
    const timer = setTimeout(() => dismissToast(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div
      className={`flex w-80 animate-[appear_150ms_ease-out] items-start gap-2 rounded-lg border border-line border-l-4 bg-raised px-3 py-2 shadow-overlay ${edges[tone]}`}
    >
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {detail && <p className="break-words text-secondary text-sm">{detail}</p>}
        {action && (
          <Button size="sm" className="mt-1" onClick={action.run}>
            {action.label}
          </Button>
        )}
      </div>
      <IconButton label="Dismiss" icon={X} size="xs" onClick={() => dismissToast(id)} />
    </div>
  );
};

/** Where toasts appear. Written here because sonner writes a style sheet, which our policy forbids. */
export const Toaster = () => {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div role="status" aria-label="Notifications" className="fixed right-3 bottom-9 z-50 flex flex-col gap-2">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} {...toast} />
      ))}
    </div>
  );
};
