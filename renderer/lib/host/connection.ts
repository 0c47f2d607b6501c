import { create } from 'zustand';

type ConnectionState = 'connecting' | 'open' | 'lost';

interface Connection {
  readonly state: ConnectionState;
  /** When this state began, in milliseconds since the epoch. */
  readonly since: number;
}

/** A call found no connection, and none came for as long as one waits. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
}

/** How this window is connected to its core. */
export const useConnection = create<Connection>()(() => ({ state: 'connecting', since: Date.now() }));

export const setConnection = (state: ConnectionState): void => {
  if (useConnection.getState().state !== state) useConnection.setState({ state, since: Date.now() });
};
