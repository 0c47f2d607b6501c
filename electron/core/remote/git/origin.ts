import type { JobFile } from '../jobs/start.ts';
import { askpassScript } from './build-script.ts';
import { checkGitRef, checkGitUrl, type GitRef } from './source.ts';

/** A repository, what of it is taken, and what git signs in with. */
export interface GitOrigin {
  readonly url: string;
  readonly ref: GitRef;
  /** Private keys for ssh, without passphrase, tried in this order. They are on the server, mode 0600, while the job runs. */
  readonly deployKeys?: readonly string[] | undefined;
  /** known_hosts lines of the git server; without them its first key is taken and left in `out/known_hosts`. */
  readonly knownHosts?: string | undefined;
  /** Answered to git for this origin alone, such as `https://github.com`. */
  readonly httpAuth?:
    | { readonly username: string; readonly password: string; readonly origin: string }
    | undefined;
  /** For tests: plain http has no protection at all. */
  readonly allowHttp?: boolean | undefined;
}

/** The files by which a job's script knows an origin. INVALID_INPUT where git may not be handed an address or a ref. */
export function originFiles(origin: GitOrigin): Record<string, JobFile> {
  const { knownHosts, httpAuth, allowHttp } = origin;
  return present([
    ['url', { bytes: checkGitUrl(origin.url, { allowHttp }) }],
    ['kind', { bytes: origin.ref.kind }],
    ['ref', { bytes: checkGitRef(origin.ref).name }],
    ['protocols', { bytes: allowHttp ? 'https:ssh:http' : 'https:ssh' }],
    ['known_hosts', knownHosts ? { bytes: withFinalNewline(knownHosts) } : undefined],
    ['http-user', httpAuth ? { bytes: httpAuth.username } : undefined],
    ['http-origin', httpAuth ? { bytes: httpAuth.origin } : undefined],
    ['http-password', httpAuth ? { bytes: httpAuth.password } : undefined],
    ['askpass', httpAuth ? { bytes: askpassScript, mode: 0o700 } : undefined],
    ...(origin.deployKeys ?? []).map((key, index): [string, JobFile] => [
      `key.${index}`,
      { bytes: withFinalNewline(key) },
    ]),
  ]);
}

/** Those of a job's files that are there. */
export function present(files: readonly (readonly [string, JobFile | undefined])[]): Record<string, JobFile> {
  return Object.fromEntries(files.filter((entry): entry is [string, JobFile] => entry[1] !== undefined));
}

const withFinalNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
