import { requestBounded } from '../network/bounded-request.ts';

interface BranchQuestion {
  readonly url: string;
  readonly branch: string;
  readonly login: { readonly username: string; readonly password: string } | null;
  readonly allowsPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The commit that a branch is at, asked over https without git: null where there is no such branch. Throws what went wrong
 * in words. Source: git's protocol-v2(5) `ls-refs`, gitprotocol-http(5).
 */
export async function branchHead(question: BranchQuestion): Promise<string | null> {
  const { url, branch, login, allowsPrivate, signal } = question;
  const ref = `refs/heads/${branch}`;
  const response = await requestBounded(new URL(`${url.replace(/\/+$/, '')}/git-upload-pack`), {
    method: 'POST',
    headers: {
      accept: 'application/x-git-upload-pack-result',
      'content-type': 'application/x-git-upload-pack-request',
      'git-protocol': 'version=2',
      'user-agent': 'git/2 Quayside',
      ...(login ? { authorization: basic(login) } : {}),
    },
    body: Buffer.from(`${line('command=ls-refs\n')}0001${line(`ref-prefix ${ref}\n`)}0000`),
    timeoutMs: 15_000,
    limitBytes: 1024 * 1024,
    allowsPrivate,
    signal,
  });
  if (response.status === 401 || response.status === 403)
    throw new Error('it is refused: the token may not read it');
  if (!response.ok) throw new Error(`the git server answered with status ${response.status}`);
  return commitOf(Buffer.from(await response.arrayBuffer()).toString('utf8'), ref);
}

/** A packet begins with its own length, in four hexadecimal digits. */
function line(text: string): string {
  return `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`;
}

function commitOf(packets: string, ref: string): string | null {
  for (let at = 0; at + 4 <= packets.length; ) {
    const length = Number.parseInt(packets.slice(at, at + 4), 16);
    if (!Number.isInteger(length)) throw new Error('the git server did not answer as git does');
    const [commit = '', name] = packets
      .slice(at + 4, at + length)
      .trim()
      .split(' ');
    if (name === ref && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
    at += Math.max(length, 4);
  }
  return null;
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
