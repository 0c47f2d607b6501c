import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#core/host.ts';
import { type OpenCore, openCore } from '#core/open-core.ts';
import { diskProblem } from '#core/store/disk-problem.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostArguments } from './arguments.ts';
import { readHostFile, removeHostFile, writeHostFile } from './host-file.ts';
import { type HttpHost, startHttp } from './http/server.ts';
import { staticFilesOf } from './http/static-files.ts';
import { newToken, tokenCheck } from './http/token.ts';
import { createKeyFileVault } from './key-file-vault.ts';
import { createLog } from './log.ts';

/** What only the entry file knows. */
export interface Installation {
  readonly version: string;
  /** The built renderer; undefined where there is none, such as on a machine that only serves scripts. */
  readonly rendererFolder: string | undefined;
}

/** A failure that a person can do something about; its message is all they need. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** A failure in words for the person at the terminal, where they can do something about it. */
export const explain = (thrown: unknown, { dataFolder }: HostArguments): unknown => {
  const error = diskProblem(thrown) ?? thrown;
  if (error instanceof AppError && error.code === 'BUSY') {
    const running = readHostFile(dataFolder);
    const where = running ? ` It answers at ${running.url}.` : '';
    return new StartError(
      `Another Quayside already uses the store ${dataFolder}.${where} Stop it first, or name another folder with --data.`,
    );
  }
  if (error instanceof AppError) {
    return new StartError(
      `The store ${dataFolder} cannot be opened: ${error.message.replace(/^store: /, '')}`,
    );
  }
  return error;
};

/** Opens the store of a data folder. Rejects with StartError where a person can cure it. */
export const openHostCore = async (given: HostArguments, { version }: Installation): Promise<OpenCore> => {
  const { dataFolder, owner, hooksAt } = given;
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const core = await openCore({
      kind: 'headless',
      version,
      dataFolder,
      sshFolder: join(homedir(), '.ssh'),
      vault: createKeyFileVault(dataFolder),
      log: createLog(dataFolder),
      now: Date.now,
      ...(hooksAt === undefined ? {} : { hooksAt }),
    });
    if (owner) core.ensureOwner(owner);
    return core;
  } catch (error) {
    throw explain(error, given);
  }
};

const listenError = (error: unknown, { address, port }: HostArguments): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is in use; choose another one, or --port 0 for any free one`,
    EACCES: `port ${port} needs privileges; choose one from 1024 on`,
    EADDRNOTAVAIL: `${address} is no address of this machine`,
  };
  const reason = reasons[String(code)];
  return reason ? new StartError(`Cannot listen: ${reason}.`) : error;
};

/** A running host; `close` lets answers under way finish, then closes the store. */
export interface RunningHost {
  /** `http://127.0.0.1:4180`. */
  readonly url: string;
  readonly token: string;
  /** The address with the token in its fragment, which browsers send to nobody. */
  readonly link: string;
  readonly log: Log;
  /** Loads what the first request would otherwise wait for; worth doing once the start is over. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store and serves it. Rejects with StartError where a person can cure it, having changed nothing. */
export const startHost = async (given: HostArguments, installation: Installation): Promise<RunningHost> => {
  const core = await openHostCore(given, installation);
  const token = newToken();
  const { address, port, dataFolder } = given;
  const { rendererFolder } = installation;
  let http: HttpHost;
  try {
    const staticFiles = rendererFolder ? staticFilesOf(rendererFolder) : new Map();
    http = await startHttp({ core, isToken: tokenCheck(token), staticFiles, address, port });
  } catch (error) {
    await core.close();
    throw listenError(error, given);
  }
  const name = address.includes(':') ? `[${address}]` : address;
  const url = `http://${name}:${http.port}`;
  try {
    chmodSync(dataFolder, 0o700);
    writeHostFile(dataFolder, { url, token, pid: process.pid });
  } catch (error) {
    await http.close();
    await core.close();
    throw explain(error, given);
  }
  return {
    url,
    token,
    link: `${url}/#token=${token}`,
    log: core.services.host.log,
    warmUp: () => {
      core.services.store.access.ready();
      return http.warmUp();
    },
    close: async () => {
      removeHostFile(dataFolder);
      await http.close();
      await core.close();
    },
  };
};
