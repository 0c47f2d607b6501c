import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { slotAddress, slots } from './network.ts';
import { stateFolder } from './paths.ts';
import { must } from './run.ts';

export type LabCertificate = { certificate: string; certificatePath: string; privateKey: string };

/** The self-signed certificate of every peer, good for all addresses of the lab; lab servers trust it and no other. */
export async function labCertificate(): Promise<LabCertificate> {
  const certificatePath = join(stateFolder(), 'certificate.pem');
  const keyPath = join(stateFolder(), 'certificate-key.pem');
  await withLock('certificate', async () => {
    if (!existsSync(certificatePath)) await createCertificate(certificatePath, keyPath);
  });
  const [certificate, privateKey] = await Promise.all([
    readFile(certificatePath, 'utf8'),
    readFile(keyPath, 'utf8'),
  ]);
  return { certificate, certificatePath, privateKey };
}

async function createCertificate(certificatePath: string, keyPath: string): Promise<void> {
  const names = slots.map((slot) => `IP:${slotAddress(slot)}`).join(',');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', keyPath];
  const subject = ['-days', '3650', '-subj', '/CN=quayside-lab', '-addext', `subjectAltName=${names}`];
  await must(['openssl', 'req', '-x509', ...key, ...subject, '-out', certificatePath]);
}
