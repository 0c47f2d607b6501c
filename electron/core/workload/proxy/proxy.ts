import type { ProxyPlace, ProxyType } from './place.ts';
import type { Acme, Places, ServiceRoutes, SharedSlots } from './routes.ts';

/** How the container of a proxy is made. */
export interface ProxyContainer {
  readonly image: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files of its folder that it needs to start. */
  readonly files: Readonly<Record<string, string>>;
}

/** What became of the file of one service; null where there is none. */
export interface FileChange {
  readonly serviceId: string;
  readonly before: string | null;
  readonly text: string | null;
}

/** What is made of the routes of one service: its file, and how long what is asked takes to be true. */
export interface ServerProxy {
  readonly type: ProxyType;
  container(acme: Acme): ProxyContainer;
  /** The name of a service's file in the folder `routes`. */
  fileName(serviceId: string): string;
  /** The file of a service; null where nothing leads to it. Pure. */
  textOf(routes: ServiceRoutes, places: Places, shared?: SharedSlots): string | null;
  /** What is wrong with a file that somebody wrote by hand; empty where nothing is. Pure. */
  problemsOf(text: string): string[];
  /**
   * Waits until the proxy itself says that it serves by the files of its folder. REMOTE_FAILED with its own words where it
   * refuses them: then it goes on serving by those of before.
   */
  settle(place: ProxyPlace, change: FileChange): Promise<void>;
  /** How many requests, uploads and sockets are open between the proxy and these addresses of containers. */
  openRequests(place: ProxyPlace, addresses: readonly string[]): Promise<number>;
}
