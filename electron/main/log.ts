import { join } from 'node:path';
import { createHostLog } from '#core/events/host-log.ts';
import type { Log } from '#core/host.ts';

/** Writes `desktop.log` in the data folder; see `createHostLog`. */
export const createLog = (dataFolder: string): Log => createHostLog(join(dataFolder, 'desktop.log'));
