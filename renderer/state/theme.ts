import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'light' | 'dark' | 'system';

export const useTheme = create<{ readonly theme: Theme }>()(
  persist((): { theme: Theme } => ({ theme: 'system' }), { name: 'quayside.theme' }),
);

export const setTheme = (theme: Theme): void => void useTheme.setState({ theme });

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

const apply = (): void => {
  const { theme } = useTheme.getState();
  const isDark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
};

/** Puts the theme on the document and keeps it there, also when the system changes its mind. */
export const applyTheme = (): void => {
  apply();
  useTheme.subscribe(apply);
  systemIsDark.addEventListener('change', apply);
};
