import { create } from 'zustand';

/** `signed-out`: the host answers but does not know this window's token. */
type ConnectionState = 'connecting' | 'open' | 'lost' | 'signed-out';

interface Connection {
  readonly state: ConnectionState;
  /** When this state began, in milliseconds since the epoch. */
  readonly since: number;
}

/** How this window is connected to its core. */
export const useConnection = create<Connection>()(() => ({ state: 'connecting', since: Date.now() }));

export const setConnection = (state: ConnectionState): void => {
  if (useConnection.getState().state !== state) useConnection.setState({ state, since: Date.now() });
};
