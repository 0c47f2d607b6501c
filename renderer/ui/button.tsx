import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';
import { KeyboardHint } from './keyboard-hint.tsx';
import { inertPress, type Reason, reasonHint } from './reason.ts';
import { Tooltip } from './tooltip.tsx';

const variants = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong',
  default: 'bg-raised text-primary border-strong hover:bg-hover',
  danger: 'bg-danger text-on-accent border-transparent hover:bg-danger-strong',
  ghost: 'bg-transparent text-secondary border-transparent hover:bg-hover hover:text-primary',
};

const sizes = { sm: 'h-6 px-2 gap-1 text-sm', md: 'h-7 px-2.5 gap-1.5' };

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly variant?: keyof typeof variants | undefined;
  readonly size?: keyof typeof sizes | undefined;
  readonly icon?: LucideIcon | undefined;
  /** Shows that the click is being worked on, and takes no second one. */
  readonly isBusy?: boolean | undefined;
  /** Keeps the button visible and focusable but inert, and says why. */
  readonly disabledReason?: Reason | undefined;
  readonly shortcut?: string | undefined;
}

/** A button with a text. */
export const Button = ({
  variant = 'default',
  size = 'md',
  icon: Icon,
  isBusy,
  disabledReason,
  shortcut,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) => {
  const isInert = disabledReason !== undefined || isBusy === true;
  return (
    <Tooltip content={reasonHint(disabledReason)}>
      <button
        {...rest}
        type={type}
        aria-disabled={isInert || rest.disabled || undefined}
        aria-busy={isBusy || undefined}
        onClick={isInert ? inertPress(disabledReason) : onClick}
        className={classNames(
          'inline-flex shrink-0 cursor-default select-none items-center justify-center whitespace-nowrap rounded border font-medium transition-colors',
          'aria-disabled:border-line aria-disabled:bg-panel aria-disabled:text-muted aria-disabled:hover:bg-panel',
          variants[variant],
          sizes[size],
          className,
        )}
      >
        {isBusy ? (
          <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
        ) : (
          Icon && <Icon aria-hidden className="size-3.5" />
        )}
        {children}
        {shortcut && <KeyboardHint keys={shortcut} />}
      </button>
    </Tooltip>
  );
};
