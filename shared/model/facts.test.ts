import { describe, expect, it } from 'vitest';
import { changeInWords, type Fact, type Named, namedIn } from './facts.ts';
import { sentenceOf } from './facts-in-words.ts';

const id = 'prj_01m8k0000000000000000000000';
const named = (name: string): Named => ({ id, kind: 'project', name });
const telling = { kind: 'team', name: 'Night “crew”', hasErrors: true } as const;

/** One of each type; the compiler asks for a new one here. */
const samples: { readonly [T in Fact['type']]: Omit<Extract<Fact, { type: T }>, 'type'> } = {
  created: {},
  deleted: {},
  removed: {},
  leftBehind: { left: ['words'] },
  deletionStopped: { services: [named('shop'), named('blog')] },
  copied: { to: 'words' },
  copiedFrom: { from: named('shop') },
  moved: { to: named('shop') },
  replacedBy: { by: named('shop') },
  manyChanged: { change: 'words', members: [named('shop'), named('blog')] },
  memberAdded: { email: 'words' },
  memberLeft: {},
  serverAdded: { address: 'words', fingerprint: 'words' },
  serverForgotten: {},
  terminalOpened: { where: 'words' },
  tunnelOpened: { port: 1, address: 'words' },
  tunnelsClosed: { addresses: ['words'] },
  asked: { permission: 'words', on: named('shop') },
  keyCreated: { isToken: true, hint: 'words' },
  keyChanged: { name: 'words', hint: 'words' },
  keyRevoked: { name: 'words', hint: 'words', holder: 'words', along: 3 },
  keyRefused: { name: 'words', why: 'words', from: 'words', more: 3 },
  invited: { email: 'words', role: named('shop'), hours: 3 },
  invitedAnew: { email: 'words', hours: 3 },
  invitationCancelled: { email: 'words' },
  invitationDeclined: { email: 'words' },
  joined: { email: 'words', role: named('shop'), inviter: 'words' },
  ownerGained: {},
  ownerLost: {},
  storeSetUp: { name: 'words' },
  founded: { name: 'words' },
  storeRestored: { how: 'words' },
  addressConfirmed: { name: 'words' },
  providerConfirmed: { provider: 'words', organization: 'words', issuer: 'words' },
  hostRights: { name: 'words', email: 'words' },
  certificateEnds: { end: 'words' },
  noticeDismissed: { text: 'words' },
  databaseRevealed: {},
  imported: { services: [named('web')] },
  released: {},
  adopted: { services: [named('web')], server: named('srv1') },
  ejected: { services: [named('web')], withSecrets: true },
  databasePasswordChanged: {},
  variableRevealed: { variable: 'words' },
  variablesRestored: { version: 7 },
  deploymentStarted: { number: 3, backTo: 3 },
  folderSent: { digest: 'words', bytes: 3, files: 1 },
  fileWritten: { volume: 'words', path: 'words', bytes: 3 },
  fileRemoved: { volume: 'words', path: 'words' },
  volumeRemoved: { volume: 'words', bytes: 3 },
  folderMade: { volume: 'words', path: 'words' },
  deploymentCancelled: { number: 3, state: 'words' },
  started: { replicas: 3 },
  stopped: {},
  restarted: {},
  findingAccepted: { rule: 'words', path: 'words', reason: 'words' },
  findingRejected: {},
  setUpStarted: {},
  firstSignIn: { name: 'words', by: 'invitation' },
  signedIn: { name: 'words' },
  signedOut: {},
  sessionsEnded: { count: 3 },
  signInFailed: { name: 'words', why: 'password' },
  wrongPassword: { name: 'words' },
  wrongCode: { name: 'words' },
  secondFactor: { is: 'begun' },
  keysReplaced: { fingerprint: 'SHA256:a' },
  issuerTrusted: { issuer: 'Max', fingerprint: 'SHA256:a' },
  issuerForgotten: { issuer: 'Max', fingerprint: 'SHA256:a' },
  passwordSet: { isFirst: true },
  passwordReset: { name: 'words' },
  sessionLocked: {},
  sessionUnlocked: {},
  idleLock: { minutes: 5 },
  providerAdded: { issuer: 'words' },
  providerRemoved: { name: 'words' },
  providerLinked: { provider: 'words' },
  identityUnlinked: {},
  providerSignIn: { name: 'words', provider: 'words' },
  providerJoin: { email: 'words', provider: 'words' },
  codeAskedFor: { name: 'words' },
  providerSignInFailed: { name: 'words', provider: 'words' },
  providerRefused: { claimed: 'words', why: 'words' },
  exported: { format: 'words' },
  archived: { from: 3, through: 3, sha256: 'words' },
  sealed: { position: 3, hash: 'words' },
  chainBroken: { position: 3, reason: 'words' },
  refused: { permission: 'words', on: named('shop') },
  unknown: { kind: 'words' },
  failed: { code: 'words', says: 'words' },
  because: { says: 'words' },
};

const facts = Object.entries(samples).map(([type, fields]) => ({ type, ...fields }) as Fact);

describe('each type of fact', () => {
  it.each(facts.map((fact) => [fact.type, fact] as const))('%s is put into words', (_, fact) => {
    const words = sentenceOf([fact], telling);
    expect(words).toMatch(/\p{L}/u);
    expect(words).not.toMatch(/\b[a-z]{3}_[0-9a-z]{10,}|[{}[\]]|undefined|null|NaN/);
  });

  it.each(facts.map((fact) => [fact.type, fact] as const))('%s names what it points to, by id', (_, fact) => {
    const expected = JSON.stringify(fact).split(id).length - 1;
    expect(namedIn({ facts: [fact], changes: [] })).toHaveLength(expected);
  });
});

it('an error’s own words are for those alone who may have them', () => {
  const failed: Fact[] = [
    { type: 'failed', code: 'CONFLICT', says: 'the project “Secret” has that port' },
    { type: 'because', says: 'ask for a grant on project “Secret”' },
    { type: 'leftBehind', left: ['“Secret” runs on srv9'] },
  ];
  expect(sentenceOf(failed, { ...telling, hasErrors: false })).toBe('failed: CONFLICT; 1 thing left behind');
  expect(sentenceOf(failed, telling)).toContain('Secret');
});

it('what people typed is never taken for a reference, whatever it looks like', () => {
  const typed = { is: [named('hidden')], was: null, of: named('hidden'), id, kind: 'project', name: 'x' };
  expect(namedIn({ facts: [], changes: [{ field: 'spec', before: typed, after: typed }] })).toEqual([]);
});

it('a change of references is told by names, in grants, lists and single ones', () => {
  const role = { id: 'rol_1', kind: 'role', name: 'Deployer' } as const;
  const change = { field: 'grant', was: null, is: { scope: [named('a'), named('b')], role } };
  expect(changeInWords(change)).toEqual({
    field: 'grant',
    before: null,
    after: { scope: 'a + b', role: 'Deployer' },
  });
  expect(changeInWords({ field: 'teams', of: named('Dora'), was: [], is: [named('Night')] })).toEqual({
    field: 'Dora: teams',
    before: [],
    after: ['Night'],
  });
  expect(namedIn({ facts: [], changes: [change] }).map(({ name }) => name)).toEqual(['a', 'b', 'Deployer']);
});
