const pauseMs = 1_000;

/**
 * Does something again and again until it is done or given up: a host that cannot be reached when a window is to be locked,
 * as right after a sleep, must not leave it open for good.
 */
export async function keepTrying(
  act: () => Promise<void>,
  {
    isGivenUp,
    onFailure,
  }: { readonly isGivenUp: () => boolean; readonly onFailure: (error: unknown) => void },
): Promise<void> {
  while (!isGivenUp()) {
    try {
      return await act();
    } catch (error) {
      onFailure(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
