import type { Fact, FactFields, FactType, Named } from './facts.ts';
import { singularOf } from './node-words.ts';
import type { NodeKind } from './nodes.ts';

/** What the sentences of an event are made with. */
export interface Telling {
  /** The event's own node: its kind, null where there is none, and its own name. */
  readonly kind: NodeKind | null;
  readonly name: string;
  /** Whether the reader may have the words of an error, which name anything. */
  readonly hasErrors: boolean;
}

/** What an event says, as one line for this reader. */
export function sentenceOf(facts: readonly Fact[], telling: Telling): string {
  return facts
    .map((fact) => wordsOf(fact, telling))
    .filter((words) => words !== '')
    .join('; ');
}

/** One fact as a part of a sentence; empty where the reader may not have it. */
function wordsOf(fact: Fact, telling: Telling): string {
  const words = inWords[fact.type] as (fact: Fact, telling: Telling) => string;
  return words(fact, telling);
}

const quoted = ({ kind, name }: { kind: string; name: string }): string => `${singularOf(kind)} “${name}”`;

/** The event's own node, such as `team “Night crew”`. */
const itself = ({ kind, name }: Telling): string => (kind === null ? name : quoted({ kind, name }));

const names = (things: readonly Named[]): string => things.map(({ name }) => `“${name}”`).join(', ');

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

type Words = { readonly [T in FactType]: (fact: FactFields[T], telling: Telling) => string };

const machine = (from: string): string => from || 'this machine';

const secondFactorWords = {
  begun: 'second factor: set-up begun',
  on: 'second factor on',
  off: 'second factor off',
  shown: 'second factor shown: the session opens all organizations of the account',
};

const firstSignInWords = {
  password: 'a password',
  invitation: 'an invitation',
  provider: 'a provider',
};

const brokenWords: Readonly<Record<string, string>> = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  added: 'was added from outside',
  archive: 'follows an archive that the chain knows nothing of',
  forged: 'was not written by this host',
  end: 'was cut off, or the end of the chain was set to another place',
  older: 'and all after it are gone: the store is an older copy than the one that ran here last',
};

const inWords: Words = {
  created: (_, telling) => `${itself(telling)} created`,
  deleted: (_, telling) => `${itself(telling)} deleted`,
  removed: (_, { name }) => `${name} removed`,
  leftBehind: ({ left }, { hasErrors }) =>
    hasErrors ? left.join('; ') : `${counted(left.length, 'thing')} left behind`,
  deletionStopped: ({ services }, telling) =>
    `deletion of ${itself(telling)} stopped; removed from their servers before: ${names(services)}`,
  copied: ({ to }) => `copied to “${to}”`,
  copiedFrom: ({ from }, telling) => `${itself(telling)} copied from “${from.name}”`,
  moved: ({ to }) => `moved to “${to.name}”`,
  replacedBy: ({ by }) => `“${by.name}” takes its place`,
  manyChanged: ({ change, members }) => `${change}: ${members.map(({ name }) => name).join(', ')}`,
  memberAdded: ({ email }) => `${email} added`,
  memberLeft: (_, { name }) => `${name} left`,
  serverAdded: ({ address, fingerprint }, telling) =>
    `${itself(telling)} (${address}) added, host key ${fingerprint}`,
  serverForgotten: (_, telling) => `${itself(telling)} forgotten`,
  terminalOpened: ({ where }) => `a terminal was opened${where}`,
  tunnelOpened: ({ port, address }) => `a tunnel to port ${port} was opened at ${address}`,
  tunnelsClosed: ({ addresses }) =>
    addresses.length > 0 ? `closed at ${addresses.join(', ')}` : 'there was none open',
  asked: ({ permission, on }) => `asked for ${permission} on ${quoted(on)}`,
  keyCreated: ({ isToken, hint }, { name }) =>
    `API ${isToken ? 'token' : 'key'} “${name}” (…${hint}) created`,
  keyChanged: ({ name, hint }) => `API key “${name}” (…${hint})`,
  keyRevoked: ({ name, hint, holder, along }) =>
    `API key “${name}” (…${hint}) of ${holder} revoked${along > 0 ? `, and ${along} that it made` : ''}`,
  keyRefused: ({ name, why, from, more }) =>
    more > 0
      ? `API key “${name}” refused: ${why}; ${more} more within a minute, the last from ${machine(from)}`
      : `API key “${name}” refused: ${why}, from ${machine(from)}`,
  invited: ({ email, role, hours }) => `${email} invited as ${role.name} for ${hours} hours`,
  invitedAnew: ({ email, hours }) => `${email} invited anew for ${hours} hours; the old link is dead`,
  invitationCancelled: ({ email }) => `invitation of ${email} cancelled`,
  invitationDeclined: ({ email }) => `invitation of ${email} declined`,
  joined: ({ email, role, inviter }) => `${email} joined as ${role.name}, invited by ${inviter}`,
  ownerGained: (_, { name }) => `${name} is the Owner now`,
  ownerLost: (_, { name }) => `${name} is no longer the Owner`,
  storeSetUp: ({ name }) => `${name} set this store up`,
  founded: ({ name }) => `the operator of this machine set this store up for ${name}`,
  storeRestored: ({ how }) => how,
  addressConfirmed: ({ name }) => `address of ${name} confirmed`,
  providerConfirmed: ({ provider, organization, issuer }) =>
    `provider “${provider}” of “${organization}” (${issuer})`,
  hostRights: ({ name, email }) => `rights of this host of ${name} (${email})`,
  certificateEnds: ({ end }) => `its certificate ${end}`,
  noticeDismissed: ({ text }) => `dismissed: ${text}`,
  variableRevealed: ({ variable }) => `${variable} revealed`,
  databaseRevealed: (_, telling) => `password of ${itself(telling)} revealed`,
  released: () => 'forgotten, and left running on its server',
  adopted: ({ services, server }) =>
    `made services of what ran on ${server.name}: ${services.map(({ name }) => name).join(', ')}`,
  imported: ({ services }) => `brought in: ${services.map(({ name }) => name).join(', ')}`,
  ejected: ({ services, withSecrets }) =>
    `taken out${withSecrets ? ' with secret values' : ''}: ${services.map(({ name }) => name).join(', ') || 'nothing'}`,
  databasePasswordChanged: (_, telling) => `password of ${itself(telling)} changed in the engine`,
  variablesRestored: ({ version }) => `as in version ${version}`,
  folderSent: ({ digest, bytes, files }) =>
    `folder sent, ${files} files in ${bytes} bytes (${digest.slice(0, 12)})`,
  fileWritten: ({ volume, path, bytes }) => `“${path}” written to the volume “${volume}”, ${bytes} bytes`,
  fileRemoved: ({ volume, path }) => `“${path}” removed from the volume “${volume}”`,
  volumeRemoved: ({ volume, bytes }) =>
    `the volume “${volume}” removed from the server${bytes === null ? '' : `, ${bytes} bytes`}`,
  folderMade: ({ volume, path }) => `folder “${path}” made in the volume “${volume}”`,
  deploymentStarted: ({ number, backTo, movesTo }) => {
    if (movesTo) return `deployment ${number}, which moves it to “${movesTo.name}”`;
    return backTo === undefined ? `deployment ${number}` : `deployment ${number}, back to ${backTo}`;
  },
  deploymentCancelled: ({ number, state }) => `deployment ${number} cancelled while ${state}`,
  started: ({ replicas }) => `started with ${replicas} replicas`,
  stopped: () => 'stopped',
  restarted: () => 'restarted',
  findingAccepted: ({ rule, path, reason }) => `accepted ${rule} at ${path}: ${reason}`,
  findingRejected: () => 'what was accepted of its compose files was taken back',
  setUpStarted: () => 'set-up started',
  firstSignIn: ({ name, by }) => `${name} signed in for the first time, by ${firstSignInWords[by]}`,
  signedIn: ({ name }) => `${name} signed in`,
  signedOut: () => 'signed out',
  sessionsEnded: ({ count }) => `${counted(count, 'session')} ended`,
  signInFailed: ({ name, why }) => {
    if (name === null) return 'failed sign-in with an unknown address';
    return why === 'code'
      ? `failed sign-in as ${name}: right password, wrong second factor`
      : `failed sign-in as ${name}`;
  },
  wrongPassword: ({ name }) => `${name} typed a wrong password`,
  wrongCode: ({ name }) => `${name} typed a wrong code`,
  secondFactor: ({ is }) => secondFactorWords[is],
  keysReplaced: ({ fingerprint }) => `keys for bundles replaced: ${fingerprint}`,
  issuerTrusted: ({ issuer, fingerprint }) => `keys of ${issuer} trusted: ${fingerprint}`,
  issuerForgotten: ({ issuer, fingerprint }) => `keys of ${issuer} trusted no more: ${fingerprint}`,
  passwordSet: ({ isFirst }) => (isFirst ? 'password set' : 'password changed'),
  passwordReset: ({ name }) => `password of ${name} reset at this machine; second factor off, sessions ended`,
  sessionLocked: () => 'session locked',
  sessionUnlocked: () => 'session unlocked',
  idleLock: ({ minutes }) => (minutes === null ? 'idle lock off' : `idle lock after ${minutes} minutes`),
  providerAdded: ({ issuer }, { name }) => `sign-in by “${name}” (${issuer}) added`,
  providerRemoved: ({ name }) => `sign-in by “${name}” removed`,
  providerLinked: ({ provider }) => `linked “${provider}” to the own account`,
  identityUnlinked: () => 'identity unlinked',
  providerSignIn: ({ name, provider }) => `${name} signed in by “${provider}”`,
  providerJoin: ({ email, provider }) => `${email} joined by signing in by “${provider}”`,
  codeAskedFor: ({ name }) => `${name} came; the second factor is asked for`,
  providerSignInFailed: ({ name, provider }) => `failed sign-in as ${name} by “${provider}”: wrong code`,
  providerRefused: ({ claimed, why }) => `failed sign-in${claimed === null ? '' : ` as ${claimed}`}: ${why}`,
  exported: ({ format }) => `exported as ${format}`,
  archived: ({ from, through }) => `events ${from} to ${through} archived`,
  sealed: ({ position }) =>
    `the trail is kept by this host’s key from here on; events up to ${position} were not`,
  chainBroken: ({ position, reason }) =>
    `the trail is broken: event ${position} ${brokenWords[reason] ?? 'is not as it was written'}`,
  refused: ({ permission, on }) => `${permission} is refused${on ? ` on ${quoted(on)}` : ''}`,
  unknown: ({ kind }) => `there is no such ${singularOf(kind)}`,
  failed: ({ code, says }, { hasErrors }) => (hasErrors ? says : `failed: ${code}`),
  because: ({ says }, { hasErrors }) => (hasErrors ? says : ''),
};
