import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a lying provider says; each field replaces what an honest one would. */
export interface Lie {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signedBy?: 'another key' | 'nobody' | 'the client id';
  readonly description?: Readonly<Record<string, unknown>>;
  /** Answers the description with this instead. */
  readonly answer?: (response: ServerResponse) => void;
}

/** A provider that can be made to lie in one thing at a time; honest otherwise. */
export interface HostileOidcServer {
  readonly issuer: string;
  lie: Lie;
  /** What it was asked, as `POST /token`. */
  readonly asked: string[];
  /** The answer to an authorization address, as the callback page would hand it on. */
  answerTo(url: string): { state: string; code: string };
  close(): Promise<void>;
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const sign = (
  claims: object,
  { own, other }: Record<'own' | 'other', KeyObject>,
  by: Lie['signedBy'],
): string => {
  const alg = by === 'nobody' ? 'none' : by === 'the client id' ? 'HS256' : 'RS256';
  const body = `${encode({ alg, kid: 'k1', typ: 'JWT' })}.${encode(claims)}`;
  if (by === 'nobody') return `${body}.`;
  if (by === 'the client id')
    return `${body}.${createHmac('sha256', 'quayside').update(body).digest('base64url')}`;
  const key = by === 'another key' ? other : own;
  return `${body}.${createSign('sha256').update(body).sign(key, 'base64url')}`;
};

const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** Starts one on a loopback port. */
export const startHostileOidcServer = async (): Promise<HostileOidcServer> => {
  const ownPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { own: ownPair.privateKey, other: otherPair.privateKey };
  const jwk = { ...ownPair.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' };
  const state: { lie: Lie; nonce: string } = { lie: {}, nonce: '' };
  const asked: string[] = [];

  const descriptionOf = (issuer: string) => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    ...state.lie.description,
  });

  const answer = (issuer: string, request: IncomingMessage, response: ServerResponse): void => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === '/.well-known/openid-configuration') {
      if (state.lie.answer) state.lie.answer(response);
      else json(response, descriptionOf(issuer));
    } else if (request.url === '/jwks') json(response, { keys: [jwk] });
    else {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        sub: 'mia-1',
        aud: 'quayside',
        exp: now + 300,
        iat: now,
        nonce: state.nonce,
        email: 'mia@example.com',
        email_verified: true,
        ...state.lie.claims,
      };
      json(response, {
        access_token: 'opaque',
        token_type: 'bearer',
        id_token: sign(claims, keys, state.lie.signedBy),
      });
    }
  };

  const server = createServer((request, response) => answer(issuer, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    asked,
    get lie() {
      return state.lie;
    },
    set lie(next) {
      state.lie = next;
    },
    answerTo: (url) => {
      const { searchParams } = new URL(url);
      state.nonce = searchParams.get('nonce') ?? '';
      return { state: searchParams.get('state') ?? '', code: 'a-code' };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
