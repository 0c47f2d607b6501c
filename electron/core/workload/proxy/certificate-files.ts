import { AppError } from '#shared/model/errors.ts';
import { execOrThrow } from '../../remote/ssh/exec.ts';
import { makeDirectory } from '../../remote/ssh/sftp.ts';
import { putFile } from './files.ts';
import type { ProxyPlace } from './place.ts';
import { hostsOf, type RouteCertificate, type ServiceRoutes } from './routes.ts';

/** Where a proxy, in its container, finds a certificate and its key, and by which it is known among others. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly tag: string;
  /** The hosts whose visitors are shown it. */
  readonly names: readonly string[];
}

/**
 * The files of the certificates that a service's visitors are shown, each pair once. A service has files of its own, so that
 * nobody else waits for them or takes them away; they are named by their content, so that another certificate is another
 * pair, and no proxy ever reads the chain of one with the key of another.
 */
export function certificateFiles({ serviceId, routes }: ServiceRoutes): CertificateFiles[] {
  return unique(routes).map(({ digest }) => {
    const tag = nameOf(serviceId, digest);
    const names = routes.filter(({ certificate }) => certificate?.digest === digest).flatMap(hostsOf);
    const files = { certFile: `${inside}/${tag}.pem`, keyFile: `${inside}/${tag}.key` };
    return { ...files, tag, names: [...new Set(names)].toSorted() };
  });
}

/** Writes what a service's routes show and is not there yet, readable to the owner of the folder alone. */
export async function putCertificates(
  { connection, folder }: Pick<ProxyPlace, 'connection' | 'folder'>,
  { serviceId, routes }: ServiceRoutes,
): Promise<void> {
  const certificates = unique(routes);
  if (certificates.length === 0) return;
  await makeDirectory(connection, `${folder}/${name}`);
  for (const { digest, chain, openKey } of certificates) {
    const path = `${folder}/${name}/${nameOf(serviceId, digest)}`;
    await putFile(connection, `${path}.key`, openKey());
    await putFile(connection, `${path}.pem`, chain);
  }
}

/** Removes the certificates of a service that its file does not name: its visitors are shown others, or none. */
export async function removeCertificates(
  { connection, folder }: Pick<ProxyPlace, 'connection' | 'folder'>,
  serviceId: string,
  text: string | null,
): Promise<void> {
  for (const file of await filesOf({ connection, folder }, serviceId)) {
    if (!(text ?? '').includes(`${inside}/${file}`))
      await putFile(connection, `${folder}/${name}/${file}`, null);
  }
}

/** Refuses a file that names certificates which are not there, such as an earlier one; REMOTE_FAILED with the cure. */
export async function requireCertificates(
  { connection, folder }: Pick<ProxyPlace, 'connection' | 'folder'>,
  serviceId: string,
  text: string | null,
): Promise<void> {
  const named = [...(text ?? '').matchAll(namedFiles)].map(([, file = '']) => file);
  if (named.length === 0) return;
  const there = await filesOf({ connection, folder }, serviceId);
  const missing = named.find((file) => !there.includes(file));
  if (missing === undefined) return;
  throw new AppError('REMOTE_FAILED', {
    server: connection.label,
    action: 'Loading the routes',
    stderr: `The file names the certificate ${missing}, which is not among those of this service on the server.`,
    cure: 'Choose the certificate at the domain, which writes it there.',
  });
}

const name = 'certificates';
const inside = `/etc/quayside/proxy/${name}`;
const namedFiles = new RegExp(`${inside}/([\\w.-]+)`, 'g');

const nameOf = (serviceId: string, digest: string): string => `${serviceId}.${digest}`;

const unique = (routes: ServiceRoutes['routes']): RouteCertificate[] => [
  ...new Map(
    routes.flatMap(({ certificate }) => (certificate ? [[certificate.digest, certificate] as const] : [])),
  ).values(),
];

async function filesOf(
  { connection, folder }: Pick<ProxyPlace, 'connection' | 'folder'>,
  serviceId: string,
): Promise<string[]> {
  const { stdout } = await execOrThrow(
    connection,
    ['sh', '-ec', listScript, 'sh', `${folder}/${name}`, serviceId],
    {
      action: 'Looking for certificates of the proxy',
    },
  );
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((file) => file !== '');
}

const listScript = `
cd "$1" 2>/dev/null || exit 0
for file in "$2".*; do
  if [ -f "$file" ]; then printf '%s\\n' "$file"; fi
done
`;
