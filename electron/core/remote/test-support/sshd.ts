import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SshTarget } from '../ssh/types.ts';

/** A real sshd on a loopback port with keys of its own, signing in root by one key. */
export interface TestSshd extends AsyncDisposable {
  readonly port: number;
  readonly privateKey: string;
  readonly folder: string;
  readonly pid: number;
  /** A target that trusts any host key, unless overridden. */
  target(overrides?: Partial<SshTarget>): SshTarget;
  hostKeyLine(type: HostKeyType): string;
  stop(): Promise<void>;
}

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface TestSshdOptions {
  readonly hostKeys?: readonly HostKeyType[];
  readonly config?: readonly string[];
  readonly port?: number;
}

/** A loopback port that nothing listens on at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

/** Makes a key pair with ssh-keygen and returns the private key's text. */
export const makeKeyFile = (path: string, type: string, passphrase = '', ...more: string[]): string => {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', path, ...more]);
  return readFileSync(path, 'utf8');
};

const listening = async (process: ChildProcess): Promise<void> => {
  if (!process.stderr) throw new Error('sshd has no stderr');
  const said: string[] = [];
  for await (const line of createInterface({ input: process.stderr })) {
    said.push(line);
    if (line.includes('Server listening')) {
      process.stderr.resume();
      return;
    }
  }
  throw new Error(`sshd did not start: ${said.join('\n')}`);
};

const configText = (folder: string, port: number, options: TestSshdOptions): string =>
  [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...(options.hostKeys ?? ['ed25519']).map((type) => `HostKey ${join(folder, `host-${type}`)}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'Subsystem sftp internal-sftp',
    // bash reads ~/.bashrc for ssh commands; a developer's own may take long or print
    `SetEnv HOME=${folder}`,
    ...(options.config ?? []),
    '',
  ].join('\n');

/** Starts an sshd; stop it (or `await using`) when the test is done. Needs root, as CI has. */
export const startTestSshd = async (options: TestSshdOptions = {}): Promise<TestSshd> => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-sshd-'));
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  for (const type of options.hostKeys ?? ['ed25519']) makeKeyFile(join(folder, `host-${type}`), type);
  const privateKey = makeKeyFile(join(folder, 'client'), 'ed25519');
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'client.pub')));
  const port = options.port ?? (await freePort());
  const configPath = join(folder, 'sshd_config');
  writeFileSync(configPath, configText(folder, port, options));
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', configPath], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(sshd);
  const stop = async () => {
    if (sshd.exitCode === null && sshd.signalCode === null) {
      sshd.kill('SIGKILL');
      await once(sshd, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    port,
    privateKey,
    folder,
    pid: sshd.pid ?? 0,
    target: (overrides) => ({
      label: 'test-server',
      host: '127.0.0.1',
      port,
      user: 'root',
      auth: { kind: 'key', privateKey },
      verifyHostKey: () => true,
      ...overrides,
    }),
    hostKeyLine: (type) => readFileSync(join(folder, `host-${type}.pub`), 'utf8').trim(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
