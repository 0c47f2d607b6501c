import type { ContractOperation } from '#shared/contract/operations.ts';
import { sampleCertificate } from './sample-certificate.ts';

const spec = { source: { type: 'image', image: 'quayside-lab/app:1' } };

/** A valid value for every input field that is no id; a new field of the contract needs a line here. */
const samples: Readonly<Record<string, unknown>> = {
  name: 'Sample',
  email: 'sample@example.com',
  organizationName: 'Sample',
  place: '/sample',
  typedName: 'Sample',
  path: 'sample',
  spec,
  variables: [],
  earlier: 1,
  host: '127.0.0.1',
  user: 'root',
  address: 'registry.example.com:5000',
  username: 'robot',
  repository: 'acme/web',
  leftover: 'a'.repeat(16),
  auth: { type: 'agent' },
  fingerprint: `SHA256:${'A'.repeat(43)}`,
  replicas: 1,
  containerId: 'a'.repeat(64),
  terminalId: 'none',
  port: 8080,
  file: 'sample.json',
  text: '{}',
  data: '',
  columns: 80,
  rows: 24,
  streamId: 'none',
  reach: 'granted',
  permissions: ['logs.read'],
  notice: 'none',
  received: 0,
  before: '2026-01-01T00:00:00.000Z',
  permission: 'logs.read',
  reason: 'Sample',
  finding: 'a'.repeat(32),
  decision: 'declined',
  tagIds: [],
  dependsOn: [],
  expiresInDays: '30',
  minutes: 5,
  secret: 'A'.repeat(43),
  lifetimeHours: 48,
  issuer: 'https://login.example.com',
  clientId: 'quayside',
  emailDomains: ['example.com'],
  identity: 'none',
  invitation: 'none',
  flow: 'none',
  isEnabled: true,
  trustsSecondFactor: false,
  provider: 'none',
  account: 'none',
  rights: ['use-keys'],
  founding: 'allowed',
  domains: [],
  allowsPrivate: false,
  volume: 'data',
  volumeName: 'data',
  redirectUri: 'http://127.0.0.1:4180/oidc/callback',
};

const manyMembers = (ids: Readonly<Record<string, string>>) => ({
  memberIds: [ids.memberId ?? 'none'],
  change: { type: 'extras' },
});

const ofSessions = {
  session: 'ses_none',
  sessionToken: 'none',
  password: 'a wrong password',
  newPassword: 'correct horse battery',
  lockAfterMinutes: null,
  code: '000000',
};

const sampleTemplate = [{ path: 'quayside.yaml', text: 'format: quayside-template\nversion: 1\n' }];

const perOperation: Readonly<Record<string, Record<string, unknown>>> = {
  'domain.create': { host: 'sample.example.com', path: '/sample' },
  'domain.update': { host: 'sample.example.com', path: '/sample' },
  'proxyFile.write': { before: '' },
  'organizationVariables.reveal': { name: 'SAMPLE' },
  'projectVariables.reveal': { name: 'SAMPLE' },
  'environmentVariables.reveal': { name: 'SAMPLE' },
  'serviceVariables.reveal': { name: 'SAMPLE' },
  'autoDeploy.set': { isOn: false },
  'gitProvider.create': { type: 'github', accessToken: 'none' },
  'certificate.create': sampleCertificate,
  'certificate.replace': sampleCertificate,
  'certificate.update': { name: 'Renamed' },
  'dokploy.import': { baseUrl: 'https://dokploy.example.invalid', accessToken: 'none' },
  'bundle.preview': { files: sampleTemplate },
  'bundle.import': { files: sampleTemplate },
  'bundle.exportSealed': { recipient: 'age1gksx2m5fsdxmqwe3q2fdpmckeal95zf4yedshwgwa367thck998q76u86x' },
  'bundle.previewSealed': { bytes: 'AAAA' },
  'bundle.importSealed': { bytes: 'AAAA' },
  'found.adopt': { projects: [{ project: 'shop' }] },
  'service.import': {
    projects: [
      {
        name: 'Stack',
        spec: { type: 'compose', files: [{ path: 'compose.yaml', text: 'services: {a: {image: "a:1"}}' }] },
      },
    ],
  },
  'source.upload': { offset: 0, bytes: '', upload: 'sampleupload' },
  'source.keep': { offset: 0, bytes: '', upload: 'sampleupload' },
  'volume.upload': { offset: 0, bytes: '', upload: 'sampleupload' },
  'identity.trust': {
    organization: 'none',
    recipient: `age1${'q'.repeat(58)}`,
    signingKey: 'A'.repeat(43),
    fingerprint: 'SHA256:none',
  },
  'identity.forget': { organization: 'none' },
  'identityProvider.finish': { state: 'none' },
  'identityProvider.link': { state: 'none' },
};

/** The field names of an operation's input. */
export const fieldsOf = ({ input }: ContractOperation): string[] => Object.keys(input.shape);

/** A valid input of an operation whose ids are the ones given by field name. Throws where it isn't valid. */
export const sampleInput = (
  operation: ContractOperation,
  ids: Readonly<Record<string, string>>,
): Record<string, unknown> => {
  const values: Record<string, unknown> = {
    ...samples,
    ...ofSessions,
    ...perOperation[operation.name],
    ...manyMembers(ids),
    ...ids,
  };
  const fields = fieldsOf(operation).filter((field) => field in values);
  const input = Object.fromEntries(fields.map((field) => [field, values[field]]));
  const parsed = operation.input.safeParse(input);
  if (!parsed.success) throw new Error(`${operation.name} needs a sample input: ${String(parsed.error)}`);
  return input;
};
