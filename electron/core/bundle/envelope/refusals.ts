import { AppError } from '#shared/model/errors.ts';
import type { BundleDocument, BundleIssuer } from './document.ts';
import { bundleLimits } from './limits.ts';

const conflict = (field: string, reason: string): AppError => new AppError('CONFLICT', { field, reason });
const invalid = (path: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });

/** Each way in which a bundle is refused, with its own words and what to do about it. */
const refusals = {
  tooBig: () =>
    new AppError('LIMIT', { what: 'The bundle has more bytes than is read', limit: bundleLimits.fileBytes }),
  tooManyRecipients: () =>
    new AppError('LIMIT', {
      what: 'The bundle has more recipients than is read',
      limit: bundleLimits.recipients,
    }),
  damaged: () => invalid('bundle', 'is damaged or no bundle; ask for it again'),
  malformed: (path: string) => invalid(path, 'is not what a bundle has there; ask its issuer for a new one'),
  unknownField: (path: string) =>
    invalid(
      path,
      'is a field that this version does not know; update Quayside, or ask for a bundle without it',
    ),
  futureVersion: (version: number) =>
    invalid('version', `is ${version}, which is newer than what this Quayside reads; update it`),
  otherRecipient: () =>
    conflict('recipients', 'the bundle is for somebody else’s key; send its issuer your own age recipient'),
  wrongPassphrase: () => conflict('passphrase', 'does not open this bundle; ask whoever made it'),
  otherOrganization: (name: string) =>
    conflict('organization', `the bundle is of another organization, ${JSON.stringify(name)}; open it there`),
  unknownIssuer: (fingerprint: string) =>
    conflict(
      'issuer',
      `no key of this issuer is trusted for this organization; compare the fingerprint ${fingerprint} with them by another way, and trust it`,
    ),
  changedKey: (fingerprint: string) =>
    conflict(
      'issuer',
      `the issuer’s keys are not those that were trusted, but ${fingerprint}; ask them by another way, and forget the old ones only if they changed them`,
    ),
  withoutRight: (name: string) =>
    conflict(
      'issuer',
      `${JSON.stringify(name)} may not export bundles of this organization; ask an Admin for one`,
    ),
  notYetValid: (from: string) =>
    conflict('validFrom', `the bundle is valid from ${from} on; wait, or compare the clocks`),
  expired: (to: string) => conflict('validTo', `the bundle was valid until ${to}; ask for a new one`),
  older: (sequence: number, last: number) =>
    conflict(
      'sequence',
      `this is bundle ${sequence}, and number ${last} was imported already; ask for a new one`,
    ),
  forked: (sequence: number) =>
    conflict(
      'sequence',
      `bundle ${sequence} does not follow the one that was imported; ask its issuer whether their store was set back`,
    ),
} satisfies Record<string, (...given: never[]) => AppError>;

export type RefusalKind = keyof typeof refusals;

/** Why a bundle is not opened. Where it is signed, by whom and for which organization, so that keys can be compared. */
export interface Refused {
  readonly refused: RefusalKind;
  readonly error: AppError;
  readonly issuer?: BundleIssuer;
  readonly organization?: BundleDocument['organization'];
}

export function refuse<K extends RefusalKind>(
  refused: K,
  ...given: Parameters<(typeof refusals)[K]>
): Refused {
  const words = refusals[refused] as (...all: unknown[]) => AppError;
  return { refused, error: words(...given) };
}
