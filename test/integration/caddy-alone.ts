import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a Caddy on this machine, at port 80 of an address, that knows names by one server alone; resolves once it serves. */
export async function startCaddy(
  folder: string,
  by: { readonly routes: readonly object[]; readonly address: string; readonly nameServer: string },
): Promise<ChildProcess> {
  const config = {
    admin: { disabled: true },
    apps: {
      http: {
        servers: {
          http: { listen: [`${by.address}:80`], automatic_https: { disable: true }, routes: by.routes },
        },
      },
    },
  };
  writeFileSync(join(folder, 'caddy.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${by.nameServer}\nsearch .\n`);
  // the file of the machine stays as it is: Caddy has mounts of its own
  const script = 'mount --bind "$0/resolv.conf" /etc/resolv.conf && exec caddy run --config "$0/caddy.json"';
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    if (line.includes('serving initial configuration')) break;
  }
  if (child.exitCode !== null) throw new Error(said.join('\n'));
  child.stderr.resume();
  return child;
}
