import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Decides about tokens in constant time, whatever the length of what was offered. */
export type IsToken = (offered: string | undefined) => boolean;

/** 256 random bits, new for each process. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const tokenCheck = (token: string): IsToken => {
  const expected = digest(token);
  return (offered) => offered !== undefined && timingSafeEqual(digest(offered), expected);
};

/** The token of an `Authorization: Bearer …` header. Source: RFC 6750 2.1. */
export const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/-]+=*) *$/i.exec(header ?? '')?.[1];
