/** The one origin of the desktop's pages. */
export const appScheme = 'app';
export const appHost = 'quayside';
export const appOrigin = `${appScheme}://${appHost}`;

/** Exactly our origin: no port, no credentials, no other host, and nothing that only begins like it. */
export const isOurUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return (
    url?.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === '' &&
    url.password === '' &&
    url.port === ''
  );
};

/** What is needed of Electron's WebFrameMain to know who would get a port. */
export interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
  isDestroyed(): boolean;
}

/** Whether a frame is the living top frame of a window of ours, showing exactly our origin. */
export const isOurTopFrame = (frame: Frame | null | undefined): boolean =>
  frame !== null &&
  frame !== undefined &&
  !frame.isDestroyed() &&
  frame.parent === null &&
  frame.origin === appOrigin &&
  isOurUrl(frame.url);
