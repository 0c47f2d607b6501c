import { useRouter } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, CircleHelp, Monitor, Moon, Search, Sun } from 'lucide-react';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { setPaletteOpen } from '../../lib/palette-actions.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { useLayout } from '../../state/layout.ts';
import { setTheme, type Theme, useTheme } from '../../state/theme.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { OrganizationSwitcher } from './organization-switcher.tsx';
import { PersonMenu } from './person-menu.tsx';
import { TreeDrawer } from './tree-drawer.tsx';

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const themeIcon = { system: Monitor, light: Sun, dark: Moon };

const ThemeButton = () => {
  const { theme } = useTheme();
  return (
    <IconButton
      label={`Theme: ${theme}. Change to ${nextTheme[theme]}`}
      icon={themeIcon[theme]}
      onClick={() => setTheme(nextTheme[theme])}
    />
  );
};

const HistoryButtons = () => {
  const { history } = useRouter();
  useShortcut('alt+arrowleft', 'Go back', () => history.back());
  useShortcut('alt+arrowright', 'Go forward', () => history.forward());
  return (
    <>
      <IconButton label="Back" icon={ArrowLeft} shortcut="alt+arrowleft" onClick={() => history.back()} />
      <IconButton
        label="Forward"
        icon={ArrowRight}
        shortcut="alt+arrowright"
        onClick={() => history.forward()}
      />
    </>
  );
};

/** The top line: where one is, the way back, and the palette. */
export const Header = ({ organizationId }: { readonly organizationId: string }) => {
  const go = useGo();
  const { treeWidth } = useLayout();
  const isNarrow = useNarrow();
  useShortcut('mod+k', 'Go to, do or create', () => setPaletteOpen(true));
  return (
    <header className="flex h-10 shrink-0 items-center border-line border-b bg-panel">
      <div
        style={isNarrow ? undefined : { width: treeWidth }}
        className="flex max-w-[50vw] shrink-0 items-center gap-1 px-2 narrow:max-w-52"
      >
        {isNarrow && <TreeDrawer organizationId={organizationId} />}
        <OrganizationSwitcher />
      </div>
      <div className="flex min-w-0 flex-1 items-center gap-1 px-2">
        <HistoryButtons />
        <button
          type="button"
          onClick={() => setPaletteOpen(true)}
          className="mx-auto flex h-7 w-96 min-w-0 items-center gap-2 rounded border border-line bg-canvas px-2 text-muted hover:border-strong"
        >
          <Search aria-hidden className="size-3.5 shrink-0" />
          <span className="flex-1 truncate text-left">Go to, do or create</span>
          <span className="narrow:hidden">
            <KeyboardHint keys="mod+k" />
          </span>
        </button>
        <ThemeButton />
        <IconButton
          label="Help"
          icon={CircleHelp}
          onClick={() => go(organizationPath(organizationId, 'help'))}
        />
        <PersonMenu organizationId={organizationId} />
      </div>
    </header>
  );
};
