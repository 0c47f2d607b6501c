import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate in PEM, and its key. */
export interface Made {
  readonly certificate: string;
  readonly key: string;
}

interface Wanted {
  /** `''` for none at all. */
  readonly name: string;
  /** Subject alternative names as OpenSSL writes them, such as `DNS:a.example`; none for an authority. */
  readonly names?: string | undefined;
  /** Who signs it; itself where nobody does. */
  readonly by?: Made | undefined;
  /** Of `openssl genpkey`. */
  readonly algorithm?: readonly string[] | undefined;
  /** Its key, where that is there already. */
  readonly key?: string | undefined;
  /** `YYYYMMDDHHMMSSZ` each. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

const ecdsa = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Makes a certificate by OpenSSL: an authority where it names no host, otherwise one for hosts. */
export function makeCertificate(wanted: Wanted): Made {
  const { name, names, by, algorithm = ecdsa } = wanted;
  const folder = mkdtempSync(join(tmpdir(), 'quayside-certificate-'));
  const path = (file: string) => join(folder, file);
  const openssl = (...argv: string[]) => execFileSync('openssl', argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    if (wanted.key === undefined) openssl('genpkey', ...algorithm, '-out', path('key.pem'));
    else writeFileSync(path('key.pem'), wanted.key);
    openssl(
      'req',
      '-new',
      '-key',
      path('key.pem'),
      '-subj',
      name === '' ? '/' : `/O=Test/CN=${name}`,
      '-out',
      path('asked.pem'),
    );
    writeFileSync(path('signer.pem'), by?.certificate ?? '');
    writeFileSync(path('signer-key.pem'), by?.key ?? readFileSync(path('key.pem')));
    writeFileSync(path('index'), '');
    writeFileSync(path('settings'), settings(folder, names));
    openssl(
      ...['ca', '-batch', '-notext', '-config', path('settings'), '-in', path('asked.pem')],
      ...['-keyfile', path('signer-key.pem'), '-extensions', 'extensions'],
      ...(by ? ['-cert', path('signer.pem')] : ['-selfsign']),
      ...['-startdate', wanted.from ?? '20200101000000Z', '-enddate', wanted.until ?? '21200101000000Z'],
      ...['-out', path('certificate.pem')],
    );
    const read = (file: string) => readFileSync(path(file), 'utf8');
    return { certificate: read('certificate.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = (folder: string, names: string | undefined): string => `
[ca]
default_ca = own
[own]
database = ${folder}/index
new_certs_dir = ${folder}
default_md = sha256
rand_serial = yes
policy = any
unique_subject = no
[any]
organizationName = optional
commonName = optional
[extensions]
${names === undefined ? 'basicConstraints = critical,CA:TRUE' : `basicConstraints = critical,CA:FALSE\n${names === '' ? '' : `subjectAltName = ${names}`}`}
`;
