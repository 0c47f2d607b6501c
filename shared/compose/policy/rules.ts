import type { Path } from '../tree.ts';

/** Each thing that gives a compose file more than its own containers, with why, as one sentence. */
export const findingWords = {
  privileged: 'It runs privileged: it can do everything that root on the server can.',
  'host-namespace': 'It shares a namespace of the server, so it sees or reaches what runs beside it.',
  'foreign-container': 'It joins a container that is none of this service.',
  'docker-socket': "It gets Docker's socket: it can start anything on the server, as root.",
  'host-path': 'It reads or writes a path of the server outside of its own folder.',
  device: 'It gets devices of the server.',
  capability: 'It gets capabilities beyond those that containers have.',
  'security-option': 'It changes what guards its containers.',
  'host-network': 'Its network is a piece of the network of the server.',
  'shared-resource': 'It uses something by a name of its own, which may belong to somebody else.',
  'remote-source': 'It is built from a place that is none of its files.',
  'host-program': 'It has the server itself run a program, or an unusual runtime.',
} as const;

export type FindingRule = keyof typeof findingWords;

/** A finding without its place. */
export interface Found {
  readonly rule: FindingRule;
  readonly path: Path;
  readonly what: string;
}

/** Rule, field below the service, and what it asks for. */
export type Row = readonly [rule: FindingRule, field: string, what: string];
