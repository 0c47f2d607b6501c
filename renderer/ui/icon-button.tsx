import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';
import { keyNames } from './keyboard-hint.tsx';
import { inertPress, type Reason, reasonHint } from './reason.ts';
import { Tooltip } from './tooltip.tsx';

const sizes = { xs: 'size-5', sm: 'size-6', md: 'size-7' };

interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  /** Read to screen readers, and shown as the tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly size?: keyof typeof sizes | undefined;
  readonly disabledReason?: Reason | undefined;
  readonly shortcut?: string | undefined;
}

/** A button that shows only an icon. */
export const IconButton = ({
  label,
  icon: Icon,
  size = 'md',
  disabledReason,
  shortcut,
  className,
  onClick,
  ...rest
}: IconButtonProps) => (
  <Tooltip content={reasonHint(disabledReason) ?? (shortcut ? `${label} (${keyNames(shortcut)})` : label)}>
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-disabled={disabledReason !== undefined || rest.disabled || undefined}
      onClick={disabledReason === undefined ? onClick : inertPress(disabledReason)}
      className={classNames(
        'inline-flex shrink-0 cursor-default items-center justify-center rounded text-muted transition-colors hover:bg-hover hover:text-primary aria-disabled:opacity-50 aria-disabled:hover:bg-transparent aria-pressed:inset-ring aria-pressed:inset-ring-accent aria-pressed:bg-selected aria-pressed:text-primary data-[state=open]:bg-hover',
        sizes[size],
        className,
      )}
    >
      <Icon aria-hidden className={size === 'md' ? 'size-4' : 'size-3.5'} />
    </button>
  </Tooltip>
);
