import { createReadStream } from 'node:fs';
import { databaseArchive } from '../database/ensure.ts';
import { databaseTag, type LabDatabase } from '../database/images.ts';
import { tarArchive } from '../host/archive.ts';
import { createKeyPair, fingerprint, type KeyType, type LabKey } from '../host/keys.ts';
import { slotAddress, slotName, slotPort } from '../host/network.ts';
import { removeContainers } from '../host/owner.ts';
import { docker, LabError, must, type RunOptions, type RunResult, run } from '../host/run.ts';
import { type WorkloadImage, workloadArchive } from '../workload/images.ts';
import { type CutMode, cutConnection, healConnection } from './connection.ts';
import { putFiles, untilBooted } from './create.ts';
import { enterCommand } from './enter.ts';
import { hostKeyFiles } from './files.ts';
import type { LabUser } from './options.ts';

/** A real server in a container: systemd, sshd, dockerd. `exec` and `docker` go past SSH, so they work when it is cut. */
export class LabServer {
  readonly name: string;
  /** Where sshd is reached from the host. */
  readonly host = '127.0.0.1';
  readonly port: number;
  /** Its address on the lab's network, port 22: from other lab servers, and from the host without Docker's port proxy. */
  readonly address: string;
  readonly user: LabUser;
  readonly privateKeyPath: string;
  readonly privateKey: string;
  readonly publicKey: string;
  #hostPublicKey: string;

  constructor(slot: number, user: LabUser, key: LabKey, hostPublicKey: string) {
    this.name = slotName(slot);
    this.port = slotPort(slot);
    this.address = slotAddress(slot);
    this.user = user;
    this.privateKeyPath = key.privateKeyPath;
    this.privateKey = key.privateKey;
    this.publicKey = key.publicKey;
    this.#hostPublicKey = hostPublicKey;
  }

  /** `ssh-ed25519 AAAA…`, without a comment. */
  get hostPublicKey(): string {
    return this.#hostPublicKey;
  }

  get hostKeyFingerprint(): string {
    return fingerprint(this.#hostPublicKey);
  }

  get knownHostsLine(): string {
    return `[${this.host}]:${this.port} ${this.#hostPublicKey}`;
  }

  /** Runs a program as root (or `user`) in the server; any exit code resolves. */
  async exec(argv: readonly string[], options: RunOptions & { user?: LabUser } = {}): Promise<RunResult> {
    const { user = 'root', ...rest } = options;
    const begin =
      user === 'root'
        ? await enterCommand(this.name)
        : ['docker', 'exec', '--interactive', '--user', user, this.name];
    return run([...begin, ...argv], rest);
  }

  /** The same, but must succeed; resolves with stdout, trimmed. */
  async must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    return must([...(await enterCommand(this.name)), ...argv], options);
  }

  /** The docker command inside the server, which must succeed. */
  docker(...argv: string[]): Promise<string> {
    return this.must(['docker', ...argv]);
  }

  /** Puts a workload image into the server's Docker; resolves with its id. */
  async loadImage(image: WorkloadImage): Promise<string> {
    await this.must(['docker', 'load', '--quiet'], { input: workloadArchive(image) });
    return this.docker('image', 'inspect', '--format', '{{.Id}}', image);
  }

  /** Puts a real database into the server's Docker; resolves with the name of its image. */
  async loadDatabase(database: LabDatabase): Promise<string> {
    const archive = createReadStream(await databaseArchive(database));
    await this.must(['docker', 'load', '--quiet'], { input: archive });
    return databaseTag(database);
  }

  /** Restarts the whole server, as a power cycle with an orderly shutdown; a cut is healed by it. */
  async reboot(): Promise<void> {
    await docker('restart', '--time', '10', this.name);
    await untilBooted(this.name);
  }

  cut(mode: CutMode = 'silent'): Promise<void> {
    return cutConnection(this.name, mode);
  }

  heal(): Promise<void> {
    return healConnection(this.name);
  }

  /** Stops every process of the server, or those of one of its systemd units, where they stand. */
  async freeze(unit?: string): Promise<void> {
    if (unit) await this.must(['systemctl', 'kill', '--signal', 'STOP', unit]);
    else await docker('pause', this.name);
  }

  async thaw(unit?: string): Promise<void> {
    if (unit) await this.must(['systemctl', 'kill', '--signal', 'CONT', unit]);
    else await docker('unpause', this.name);
  }

  /** Gives sshd another host key, also of another type, and restarts it; sessions that stand go on. */
  async replaceHostKey(type: KeyType = 'ed25519'): Promise<string> {
    const key = await createKeyPair(type);
    await this.must(['sh', '-c', 'rm -f /etc/ssh/ssh_host_*']);
    await putFiles(this.name, tarArchive(hostKeyFiles(type, key)));
    await this.must(['systemctl', 'restart', 'ssh']);
    this.#hostPublicKey = withoutComment(key.publicKey);
    return this.hostKeyFingerprint;
  }

  /** Removes the server with everything in it. */
  stop(): Promise<void> {
    return removeContainers([this.name]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** `type base64` of a line of a .pub file. */
export function withoutComment(publicKey: string): string {
  const [type, key] = publicKey.split(' ');
  if (!type || !key) throw new LabError(`not a public key: ${publicKey}`);
  return `${type} ${key}`;
}
