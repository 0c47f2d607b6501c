import { setTimeout as delay } from 'node:timers/promises';
import { tarArchive } from '../host/archive.ts';
import { labCertificate } from '../host/certificate.ts';
import { LabError } from '../host/run.ts';
import { putFiles } from './create.ts';
import type { LabServer } from './server.ts';

/** Gives a peer the lab's certificate and key, readable by root alone. */
export async function putPeerCertificate(machine: LabServer): Promise<void> {
  const { certificate, privateKey } = await labCertificate();
  const content = `${privateKey}${certificate}`;
  await putFiles(machine.name, tarArchive([{ path: 'etc/ssl/private/lab.pem', mode: 0o600, content }]));
}

/** Resolves when something in the machine listens on a TCP port. */
export async function untilListening(machine: LabServer, port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (await machine.must(['ss', '--no-header', '--listening', '--tcp', 'sport', '=', `:${port}`])) return;
    await delay(50);
  }
  throw new LabError(
    `nothing listens on port ${port}:\n${await machine.must(['journalctl', '--lines', '30'])}`,
  );
}
