/** Every engine that a database can be of; `other` is any image that keeps data and listens on a port. */
export const databaseEngineNames = [
  'postgres',
  'mysql',
  'mariadb',
  'mongodb',
  'redis',
  'valkey',
  'other',
] as const;
export type DatabaseEngineName = (typeof databaseEngineNames)[number];

/** Whom a database is opened by, and which of its databases; empty where the engine has none. */
export interface DatabaseAccount {
  readonly user: string;
  readonly database: string;
}

/** What is known to nobody but the store: `root` is of the engine's own administrator where that is somebody else. */
export interface DatabaseSecrets {
  readonly password: string;
  readonly root: string;
}

/** One run of a program in the container. Whatever is secret is in the environment or the input, never an argument. */
export interface Execution {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
}

/** A user that is made for a while; `credential` is its password in the form that the engine is given. */
export interface SessionUser {
  readonly name: string;
  readonly credential: string;
  /** Milliseconds since 1970; the engine itself ends the user then, where it can. */
  readonly expiresAt: number;
}

/**
 * In which form a password is handed to an engine: as the engine would keep it, where it takes that, so that no log of
 * its statements holds the password.
 */
export type CredentialForm = 'plain' | 'scram-sha-256' | 'sha-256';

/** Where a database is reached. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
}

/** How one client is told where to connect. */
export interface ConnectionText {
  readonly client: string;
  readonly text: string;
}

type Given = DatabaseAccount & { readonly secrets: DatabaseSecrets };

/** What is done with an engine that we know how to speak to; every function is pure. */
export interface EngineAccess {
  readonly defaults: DatabaseAccount;
  /** Whether user and database can be chosen at all. */
  readonly isNamed: boolean;
  readonly longestUser: number;
  /** Why a name cannot be that of the user, as the end of a sentence; undefined where it can. */
  userProblem(user: string): string | undefined;
  readonly credentialForm: CredentialForm;
  /** What the image makes its account of, at the first start on an empty volume. */
  environment(given: Given, credential: string): Readonly<Record<string, string>>;
  /** Replaces the image's command; empty where that stays. */
  readonly command: readonly string[];
  /** Exits 0 once clients are answered over the network; needs no password. */
  healthCheck(account: DatabaseAccount): readonly string[];
  /** The engine's own client, to be typed into. */
  client(given: Given): Omit<Execution, 'input'>;
  /** Exits 0 where this account gets in by this password as from outside. */
  tryPassword(account: DatabaseAccount, password: string): Execution;
  setPassword(given: Given, credential: string): Execution;
  openSession(given: Given, session: SessionUser): Execution;
  /** Ends what the user has open, and drops it; one that is not there is no failure. */
  closeSession(given: Given, name: string): Execution;
  /** Prints the users whose names begin so, one a line. */
  listSessions(given: Given, prefix: string): Execution;
  /** What copies everything into a database of another version, in words for a shell in each container. */
  move(account: DatabaseAccount): { readonly dump: string; readonly restore: string };
  texts(at: DatabaseAddress, account: DatabaseAccount, password: string): readonly ConnectionText[];
}

/** A file of the volume whose text begins with the version that wrote it. */
export interface VersionFile {
  /** Relative to the volume. */
  readonly path: string;
  readonly pattern: RegExp;
}

/** One engine: what its image is like, and how it is spoken to. */
export interface DatabaseEngine {
  readonly label: string;
  /** What it is, in half a sentence. */
  readonly hint: string;
  /** The official image, without a tag. */
  readonly image: string;
  /** What is offered, the default first; a version is a tag of the image too. */
  readonly versions: readonly string[];
  readonly port: number;
  /** How many numbers of a version say whether its data can be read by another one. */
  readonly majorParts: number;
  /** A newer major version starts on the data of an older one by itself. */
  readonly readsOlder: boolean;
  /** Where the volume is mounted. */
  dataDirectory(version: string): string;
  readonly versionFiles: readonly VersionFile[];
  /** The variables that its image, server and clients read themselves; a name may end in `*`. */
  readonly ownNames: readonly string[];
  /** Null for an image of which nothing is known. */
  readonly access: EngineAccess | null;
}
