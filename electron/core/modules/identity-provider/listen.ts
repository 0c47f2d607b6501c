import type { BrowserStep } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ProviderContext } from './context.ts';
import { dropFlow, flowOf } from './flows.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import { flowLifetimeMs } from './provider-flows.ts';
import { beginSignIn } from './start.ts';

const atOnce = 8;
const thisMachine: ReadonlySet<string> = new Set(['', '127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The browser of whoever asks; CONFLICT for anybody who does not sit at this machine. */
const browserFor = ({ host, connection }: ProviderContext): ((url: string) => Promise<void>) => {
  if (host.openBrowser && thisMachine.has(connection.address))
    return (url) => host.openBrowser?.(url) ?? Promise.resolve();
  const reason = 'only the desktop application opens one; sign in by the sign-in page';
  throw new AppError('CONFLICT', { field: 'browser', reason });
};

/** Opens the browser for a sign-in that this window began, as often as it is asked to. */
export const openBrowser = async (
  context: ProviderContext,
  secret: string,
): Promise<Record<never, never>> => {
  const open = browserFor(context);
  const { url } = flowOf(context, secret);
  try {
    await open(url);
  } catch (error) {
    const reason = 'it could not be opened; copy the address and open it yourself';
    throw new AppError('CONFLICT', { field: 'browser', reason }, { cause: error });
  }
  return {};
};

const count = ({ providerFlows }: ProviderContext, more: 1 | -1): void => {
  const now = providerFlows.listening + more;
  if (now > atOnce)
    throw new AppError('LIMIT', { what: 'Sign-ins that wait for the browser', limit: atOnce });
  providerFlows.listening = now;
};

/**
 * Begins a sign-in, or the linking of an identity, that goes through the browser of this machine: tells where to go,
 * then what the provider sent back to a listener of this flow alone. `finish` or `link` completes it. Whoever stops
 * reading gives it up.
 */
export async function* listenForReturn(
  context: ProviderContext,
  provider: string,
): AsyncGenerator<BrowserStep, void> {
  browserFor(context);
  count(context, 1);
  let loopback: Loopback | undefined;
  let flow = '';
  let hasReturned = false;
  try {
    const begun = await beginSignIn(context, provider, async (state) => {
      loopback = await openLoopback({ state, deadlineMs: flowLifetimeMs, signal: context.signal });
      return loopback.redirectUri;
    });
    flow = begun.flow;
    yield { type: 'waiting', ...begun };
    const answer = await loopback?.returned;
    if (!answer) return;
    hasReturned = true;
    yield { type: 'returned', answer: { flow, ...answer } };
  } finally {
    count(context, -1);
    if (!hasReturned) {
      loopback?.close();
      dropFlow(context, flow);
    }
  }
}
