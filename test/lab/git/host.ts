import { readFileSync } from 'node:fs';
import { tarArchive } from '../host/archive.ts';
import { labCertificate } from '../host/certificate.ts';
import { createKeyPair, type KeyPair } from '../host/keys.ts';
import { putFiles } from '../server/create.ts';
import { putPeerCertificate, untilListening } from '../server/peer.ts';
import type { LabServer } from '../server/server.ts';
import { startMachine } from '../server/start.ts';
import { type CommitOptions, importStream, type RepositoryFiles } from './import-stream.ts';

export type GitRepository = {
  name: string;
  /** Over HTTPS without a password, or with `token` and `gitPassword` when private. */
  httpsUrl: string;
  /** `ssh://git@…`, for whoever holds a deploy key of it. */
  sshUrl: string;
  scpUrl: string;
};

/** User and password that private repositories ask for. */
export const gitAccount = { user: 'token', password: 'quayside-lab' } as const;

/** A machine on the lab's network that serves git repositories over SSH (deploy keys) and HTTPS. */
export class GitHost {
  /** The machine itself: cut, freeze or reboot it as any other. */
  readonly machine: LabServer;
  /** A file with the certificate to trust where git runs outside of lab servers (`GIT_SSL_CAINFO`). */
  readonly certificatePath: string;

  constructor(machine: LabServer, certificatePath: string) {
    this.machine = machine;
    this.certificatePath = certificatePath;
  }

  /** Creates a repository with one commit on `main`, or an empty one where no files are given. */
  async createRepository(
    name: string,
    files: RepositoryFiles = {},
    { isPrivate = false }: { isPrivate?: boolean } = {},
  ): Promise<GitRepository & { commit: string }> {
    const folder = isPrivate ? 'private' : 'git';
    const path = `/srv/${folder}/${name}.git`;
    await this.#asGit(['git', 'init', '--quiet', '--bare', '--initial-branch', 'main', path]);
    const { address } = this.machine;
    const repository = {
      name,
      httpsUrl: `https://${address}/${folder}/${name}.git`,
      sshUrl: `ssh://git@${address}/${name}.git`,
      scpUrl: `git@${address}:${name}.git`,
    };
    const commit = Object.keys(files).length > 0 ? await this.commit(repository, files) : '';
    return { ...repository, commit };
  }

  /** Adds a commit whose tree is exactly these files, and points the branch (and tag) at it; resolves with its id. */
  async commit(
    repository: GitRepository,
    files: RepositoryFiles,
    options: CommitOptions = {},
  ): Promise<string> {
    const { branch = 'main', tag } = options;
    const path = new URL(repository.httpsUrl).pathname;
    const git = ['git', '--git-dir', `/srv${path}`];
    const parent = await this.#git([
      ...git,
      'for-each-ref',
      '--format=%(objectname)',
      `refs/heads/${branch}`,
    ]);
    await this.#git([...git, 'fast-import', '--quiet'], importStream(files, { ...options, branch, parent }));
    const commit = await this.#git([...git, 'rev-parse', `refs/heads/${branch}`]);
    if (tag) await this.#git([...git, 'tag', '--force', tag, commit]);
    return commit;
  }

  /** A new key pair that opens this one repository over SSH; a passphrase seals it. */
  async addDeployKey(repository: GitRepository, passphrase = ''): Promise<KeyPair> {
    const key = await createKeyPair('ed25519', passphrase);
    const line = `command="/usr/local/bin/only-repository ${repository.name}.git",restrict ${key.publicKey}\n`;
    await this.#asGit(['tee', '--append', '/home/git/.ssh/authorized_keys'], line);
    return key;
  }

  stop(): Promise<void> {
    return this.machine.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #asGit(argv: readonly string[], input?: string | Buffer): Promise<string> {
    return this.machine.must(
      ['runuser', '--user', 'git', '--', ...argv],
      input === undefined ? {} : { input },
    );
  }

  #git(argv: readonly string[], input?: Buffer): Promise<string> {
    return this.#asGit(argv, input);
  }
}

const forcedCommand = {
  path: 'usr/local/bin/only-repository',
  mode: 0o755,
  content: readFileSync(new URL('only-repository.sh', import.meta.url)),
};

/** Boots a git host of this process (about 2 s); removed by `stop` or with the process. */
export async function startGitHost(): Promise<GitHost> {
  const machine = await startMachine({ image: 'peers' });
  const { certificatePath } = await labCertificate();
  await putPeerCertificate(machine);
  await putFiles(machine.name, tarArchive([forcedCommand]));
  await machine.must(['rm', '/home/git/.ssh/authorized_keys']);
  await machine.must(['systemctl', 'start', 'git-https']);
  await untilListening(machine, 443);
  return new GitHost(machine, certificatePath);
}
