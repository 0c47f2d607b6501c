import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { LabServer } from '#test/lab/index.ts';

/** How a run of the CLI ended. */
export interface CliResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** The docker command line of this machine, reaching lab servers with `-H ssh://`. */
export interface DockerCli extends Disposable {
  run(server: LabServer, argv: readonly string[]): Promise<CliResult>;
}

/**
 * OpenSSH reads its configuration from the password file's home, not from $HOME, so an `ssh` of our own, first
 * on PATH, names the lab's keys; it becomes the real ssh at once (about 1 ms).
 */
export const openDockerCli = (servers: readonly LabServer[]): DockerCli => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-bench-ssh-'));
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, servers.map(({ knownHostsLine }) => `${knownHostsLine}\n`).join(''));
  const config = [
    ...new Set(servers.map(({ privateKeyPath }) => `IdentityFile ${privateKeyPath}`)),
    'IdentitiesOnly yes',
    'BatchMode yes',
    'StrictHostKeyChecking yes',
    `UserKnownHostsFile ${knownHosts}`,
  ];
  writeFileSync(join(folder, 'config'), `${config.join('\n')}\n`);
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${join(folder, 'config')} "$@"\n`);
  chmodSync(join(folder, 'ssh'), 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  return {
    run: ({ user, host, port }, argv) =>
      new Promise((resolve) => {
        execFile(
          'docker',
          ['-H', `ssh://${user}@${host}:${port}`, ...argv],
          { env },
          (error, stdout, stderr) => resolve({ ok: error === null, stdout, stderr }),
        );
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
