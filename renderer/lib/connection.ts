import { create } from 'zustand';

type ConnectionState = 'connecting' | 'open' | 'lost';

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
