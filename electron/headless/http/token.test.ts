import { expect, it } from 'vitest';
import { offerOf } from '../socket/sub-protocols.ts';
import { bearerOf, newToken, tokenCheck } from './token.ts';

it('makes tokens of 256 bits that fit a header and a sub-protocol', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(bearerOf(`Bearer ${token}`)).toBe(token);
    expect(offerOf(`quayside, token.${token}`)).toEqual({ token });
  }
});

it('accepts the token alone', () => {
  const isToken = tokenCheck('secret');
  expect(isToken('secret')).toBe(true);
  for (const other of [undefined, '', 'secre', 'secret ', 'Secret', 'secretsecret'])
    expect(isToken(other)).toBe(false);
});

it('reads bearer headers and nothing else', () => {
  expect(bearerOf('bearer  abc')).toBe('abc');
  for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'xBearer abc']) {
    expect(bearerOf(header)).toBeUndefined();
  }
});

it('reads the one token offered under the one protocol, or none', () => {
  expect(offerOf('quayside')).toEqual({ token: undefined });
  for (const offer of [
    undefined,
    '',
    'quayside, quayside',
    'quayside, token.',
    'token.x',
    'quayside, token.x, token.y',
    'quayside, token.x, other',
    'other, token.x',
  ]) {
    expect(offerOf(offer)).toBeUndefined();
  }
});
