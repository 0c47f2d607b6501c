/** What a running host leaves in its data folder (`host.json`, mode 0600) for the command line to find it. */
export interface HostFile {
  /** `http://127.0.0.1:4180`, without a trailing slash. */
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

export const hostFileName = 'host.json';

/** Reads the text of a host file; anything else than one answers undefined. */
export const parseHostFile = (text: string): HostFile | undefined => {
  try {
    const { url, token, pid } = JSON.parse(text) as Partial<HostFile>;
    if (typeof url !== 'string' || typeof token !== 'string' || typeof pid !== 'number') return undefined;
    return { url, token, pid };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
};

/**
 * The data folder where none is named: `QUAYSIDE_DATA`, else the place each system keeps such things in
 * (on Linux the XDG Base Directory Specification).
 */
export const defaultDataFolder = (
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string => {
  if (env.QUAYSIDE_DATA) return env.QUAYSIDE_DATA;
  if (platform === 'win32') return `${env.LOCALAPPDATA || `${home}\\AppData\\Local`}\\Quayside`;
  if (platform === 'darwin') return `${home}/Library/Application Support/Quayside`;
  const xdg = env.XDG_DATA_HOME;
  return `${xdg?.startsWith('/') ? xdg.replace(/\/+$/, '') : `${home}/.local/share`}/quayside`;
};
