import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { activityLine, placeOf } from './notices.ts';
import type { RecentActivity } from './watch-activity.ts';

const shownLines = 6;

export interface AppTray {
  show(recent: readonly RecentActivity[]): void;
}

const newest = (recent: readonly RecentActivity[]) =>
  recent
    .flatMap(({ organizationId, activities }) => activities.map((activity) => ({ organizationId, activity })))
    .toSorted((a, b) => b.activity.startedAt.localeCompare(a.activity.startedAt))
    .slice(0, shownLines);

/** The icon beside the clock: recent work, which opens where it is shown, and the way back to the window. */
export const createTray = (
  iconPath: string,
  actions: { open(place?: string): void; quit(): void },
): AppTray => {
  const icon = nativeImage.createFromPath(iconPath);
  const tray = new Tray(icon);
  tray.setToolTip('Quayside');
  tray.on('click', () => actions.open());
  const show = (recent: readonly RecentActivity[]): void => {
    const lines = newest(recent).map(
      ({ organizationId, activity }): MenuItemConstructorOptions => ({
        label: activityLine(activity).replaceAll('&', '&&'),
        click: () => actions.open(placeOf(organizationId, activity)),
      }),
    );
    const nothing: MenuItemConstructorOptions[] = [{ label: 'Nothing has run today', enabled: false }];
    const running = recent
      .flatMap(({ activities }) => activities)
      .filter(({ state }) => state === 'running').length;
    tray.setToolTip(running > 0 ? `Quayside: ${running} running` : 'Quayside');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        ...(lines.length > 0 ? lines : nothing),
        { type: 'separator' },
        { label: 'Open Quayside', click: () => actions.open() },
        { label: 'Quit', click: actions.quit },
      ]),
    );
  };
  show([]);
  return { show };
};
