const longest = 512;
const place = /^\/o\/[A-Za-z0-9_-]{1,64}(\/[a-z]{1,32}\/[A-Za-z0-9_-]{1,64}(\/[a-z-]{1,32})?)?$/;

/**
 * The place inside the application that a `quayside://open/o/…` link names, or undefined. A deep link can be
 * sent by any page or program: it can only show a node that its reader may see, never act.
 */
export const placeOfDeepLink = (text: string): string | undefined => {
  if (text.length > longest) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== 'quayside:' || url.host !== 'open') return undefined;
  return place.test(url.pathname) ? url.pathname : undefined;
};

/** The first deep link among the arguments of a start or a second start. */
export const placeOfArguments = (argv: readonly string[]): string | undefined =>
  argv.map(placeOfDeepLink).find((found) => found !== undefined);
