import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabServer } from './server/server.ts';

/** Let's Encrypt's test server, with a DNS by which every name leads to one lab server. */
export interface LabAcme extends AsyncDisposable {
  readonly directory: string;
  /** By which its own TLS is trusted, in PEM. */
  readonly roots: string;
}

/** Starts Debian's pebble on this machine, where the server finds it by the gateway of the lab's network. */
export async function startAcme(server: LabServer): Promise<LabAcme> {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-acme-'));
  const route = await server.must(['ip', '-4', 'route', 'show', 'default']);
  const gateway = /via (\S+)/.exec(route)?.[1] ?? '127.0.0.1';
  const [acmePort, managementPort, dnsPort, dnsManagementPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  makeCertificate(folder, gateway);
  const pebble = {
    listenAddress: `0.0.0.0:${acmePort}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate: join(folder, 'cert.pem'),
    privateKey: join(folder, 'key.pem'),
    httpPort: 80,
    tlsPort: 443,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ pebble }));
  const dns = `127.0.0.1:${dnsPort}`;
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', ''];
  const management = `127.0.0.1:${dnsManagementPort}`;
  const children = [
    spawn(
      'pebble-challtestsrv',
      ['-dns01', dns, '-defaultIPv4', server.address, '-defaultIPv6', '', '-management', management, ...off],
      {
        stdio: 'ignore',
      },
    ),
    spawn('pebble', ['-config', join(folder, 'config.json'), '-dnsserver', dns], {
      stdio: 'ignore',
      env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
    }),
  ];
  const ended = children.map((child) => once(child, 'close'));
  return {
    directory: `https://${gateway}:${acmePort}/dir`,
    roots: readFileSync(join(folder, 'cert.pem'), 'utf8'),
    async [Symbol.asyncDispose]() {
      for (const child of children as ChildProcess[]) child.kill();
      await Promise.all(ended);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeCertificate(folder: string, address: string): void {
  const argv = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=Lab ACME', '-addext', `subjectAltName=IP:${address}`];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync('openssl', [...argv, ...names, ...files], { stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
