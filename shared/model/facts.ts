import type { NodeKind } from './nodes.ts';

/** What a fact points to, as it was called then: the way of names down to a place, a person's or a thing's own name. */
export interface Named {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
}

/** What a grant gives: where, as what, until when. */
export interface GrantFact {
  readonly scope: readonly Named[];
  /** Null for the member's own role. */
  readonly role: Named | null;
  readonly until?: string;
}

/** A change of what a field points to. */
export type ReferenceChange = {
  readonly field: string;
  /** Whose field it is, where that is not the event's own node. */
  readonly of?: Named;
} & (
  | { readonly was?: Named | null; readonly is: Named | null }
  | { readonly was?: readonly Named[]; readonly is: readonly Named[] }
  | { readonly was?: GrantFact | null; readonly is: GrantFact | null }
);

/** One side of such a change. */
type Referred = Named | readonly Named[] | GrantFact | null;

/** A change of a plain value; secrets only as `'changed'`. */
export interface ValueChange {
  readonly field: string;
  readonly of?: Named;
  readonly before?: unknown;
  readonly after?: unknown;
}

export type AuditChange = ReferenceChange | ValueChange;

/** What each type of fact says besides the event's own node, in the order of the sentences in `facts-in-words.ts`. */
export interface FactFields {
  created: Record<never, never>;
  deleted: Record<never, never>;
  removed: Record<never, never>;
  /** `left`: what stays behind on servers, in the words of the one who looked. */
  leftBehind: { readonly left: readonly string[] };
  deletionStopped: { readonly services: readonly Named[] };
  copied: { readonly to: string };
  copiedFrom: { readonly from: Named };
  moved: { readonly to: Named };
  replacedBy: { readonly by: Named };
  manyChanged: { readonly change: string; readonly members: readonly Named[] };
  memberAdded: { readonly email: string };
  memberLeft: Record<never, never>;
  serverAdded: { readonly address: string; readonly fingerprint: string };
  serverForgotten: Record<never, never>;
  terminalOpened: { readonly where: string };
  tunnelOpened: { readonly port: number; readonly address: string };
  tunnelsClosed: { readonly addresses: readonly string[] };
  asked: { readonly permission: string; readonly on: Named };
  keyCreated: { readonly isToken: boolean; readonly hint: string };
  keyChanged: { readonly name: string; readonly hint: string };
  keyRevoked: {
    readonly name: string;
    readonly hint: string;
    readonly holder: string;
    readonly along: number;
  };
  keyRefused: { readonly name: string; readonly why: string; readonly from: string; readonly more: number };
  invited: { readonly email: string; readonly role: Named; readonly hours: number };
  invitedAnew: { readonly email: string; readonly hours: number };
  invitationCancelled: { readonly email: string };
  invitationDeclined: { readonly email: string };
  joined: { readonly email: string; readonly role: Named; readonly inviter: string };
  ownerGained: Record<never, never>;
  ownerLost: Record<never, never>;
  storeSetUp: { readonly name: string };
  founded: { readonly name: string };
  storeRestored: { readonly how: string };
  addressConfirmed: { readonly name: string };
  providerConfirmed: { readonly provider: string; readonly organization: string; readonly issuer: string };
  hostRights: { readonly name: string; readonly email: string };
  /** `end`: in words that follow what ends. */
  certificateEnds: { readonly end: string };
  noticeDismissed: { readonly text: string };
  variableRevealed: { readonly variable: string };
  databaseRevealed: Record<never, never>;
  imported: { readonly services: readonly Named[] };
  released: Record<never, never>;
  adopted: { readonly services: readonly Named[]; readonly server: Named };
  ejected: { readonly services: readonly Named[]; readonly withSecrets: boolean };
  databasePasswordChanged: Record<never, never>;
  variablesRestored: { readonly version: number };
  deploymentStarted: { readonly number: number; readonly backTo?: number; readonly movesTo?: Named };
  deploymentCancelled: { readonly number: number; readonly state: string };
  fileWritten: { readonly volume: string; readonly path: string; readonly bytes: number };
  folderSent: { readonly digest: string; readonly bytes: number; readonly files: number };
  fileRemoved: { readonly volume: string; readonly path: string };
  volumeRemoved: { readonly volume: string; readonly bytes: number | null };
  folderMade: { readonly volume: string; readonly path: string };
  started: { readonly replicas: number };
  stopped: Record<never, never>;
  restarted: Record<never, never>;
  findingAccepted: { readonly rule: string; readonly path: string; readonly reason: string };
  findingRejected: Record<never, never>;
  setUpStarted: Record<never, never>;
  signedIn: { readonly name: string };
  firstSignIn: { readonly name: string; readonly by: 'password' | 'invitation' | 'provider' };
  signedOut: Record<never, never>;
  sessionsEnded: { readonly count: number };
  signInFailed: { readonly name: string | null; readonly why: 'password' | 'code' };
  wrongPassword: { readonly name: string };
  wrongCode: { readonly name: string };
  secondFactor: { readonly is: 'begun' | 'on' | 'off' | 'shown' };
  keysReplaced: { readonly fingerprint: string };
  issuerTrusted: { readonly issuer: string; readonly fingerprint: string };
  issuerForgotten: { readonly issuer: string; readonly fingerprint: string };
  passwordSet: { readonly isFirst: boolean };
  passwordReset: { readonly name: string };
  sessionLocked: Record<never, never>;
  sessionUnlocked: Record<never, never>;
  idleLock: { readonly minutes: number | null };
  providerAdded: { readonly issuer: string };
  providerRemoved: { readonly name: string };
  providerLinked: { readonly provider: string };
  identityUnlinked: Record<never, never>;
  providerSignIn: { readonly name: string; readonly provider: string };
  providerJoin: { readonly email: string; readonly provider: string };
  codeAskedFor: { readonly name: string };
  providerSignInFailed: { readonly name: string; readonly provider: string };
  providerRefused: { readonly claimed: string | null; readonly why: string };
  exported: { readonly format: string };
  archived: { readonly from: number; readonly through: number; readonly sha256: string };
  sealed: { readonly position: number; readonly hash: string };
  chainBroken: { readonly position: number; readonly reason: string };
  refused: { readonly permission: string; readonly on?: Named };
  unknown: { readonly kind: string };
  /** `says`: an error's own words, which may name anything; only for who did it, and who reads all. */
  failed: { readonly code: string; readonly says: string };
  because: { readonly says: string };
}

export type FactType = keyof FactFields;

/** One typed thing that an event says. */
export type Fact = { [T in FactType]: { readonly type: T } & FactFields[T] }[FactType];

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && 'id' in value && 'kind' in value && 'name' in value;

/** Values of a fact are texts, numbers, references, and lists of those: what people typed is never an object. */
function namedInFact(fact: Fact): Named[] {
  return Object.values(fact).flatMap((value: unknown) => [value].flat().filter(isNamed));
}

function namedInSide(side: Referred): readonly Named[] {
  if (side === null) return [];
  if ('scope' in side) return [...side.scope, ...(side.role ? [side.role] : [])];
  return [side].flat();
}

function sideInWords(side: Referred): unknown {
  if (side === null) return null;
  if ('scope' in side) {
    const scope = side.scope.map(({ name }) => name).join(' + ');
    return { scope, role: side.role?.name ?? 'own role', ...(side.until ? { until: side.until } : {}) };
  }
  return 'name' in side ? side.name : side.map(({ name }) => name);
}

/** A change as people read it: what it points to by its name of then. */
export function changeInWords(change: AuditChange): { field: string; before?: unknown; after?: unknown } {
  const field = change.of ? `${change.of.name}: ${change.field}` : change.field;
  if (isReferenceChange(change))
    return {
      field,
      ...(change.was === undefined ? {} : { before: sideInWords(change.was) }),
      after: sideInWords(change.is),
    };
  const { of: _, ...plain } = change;
  return { ...plain, field };
}

/** Whether a change points to something; decided by its keys alone, never by what people typed into a value. */
function isReferenceChange(change: AuditChange): change is ReferenceChange {
  return 'is' in change;
}

/** Everything that an event names besides its own node. */
export function namedIn(told: { facts: readonly Fact[]; changes: readonly AuditChange[] }): Named[] {
  const inChanges = told.changes.flatMap((change) => [
    ...(change.of ? [change.of] : []),
    ...(isReferenceChange(change) ? [...namedInSide(change.was ?? null), ...namedInSide(change.is)] : []),
  ]);
  return [...told.facts.flatMap(namedInFact), ...inChanges];
}
