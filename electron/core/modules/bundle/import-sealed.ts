import { readSealedBody } from '#shared/bundle/sealed-body.ts';
import type { SealedImport } from '#shared/contract/bundle.ts';
import { type AppError, isAppError } from '#shared/model/errors.ts';
import {
  type Expected,
  fingerprintOf,
  judge,
  type Opened,
  openBundle,
  type Refused,
  refuse,
} from '../../bundle/envelope/index.ts';
import { keyPairsOf, knownIssuersOf } from '../identity/index.ts';
import type { BundleModuleContext } from './context.ts';
import { importThings, previewThings } from './import.ts';
import { keepImported, lastImported, originOf } from './lines.ts';
import type { Asked } from './plan.ts';

type Signer = Opened['document']['issuer'];
type Given = Asked & { readonly bytes: string };

/** Opens a bundle with the caller's key and says what its import would do, or why it is refused and whose it is. */
export async function previewSealed(context: BundleModuleContext, given: Given): Promise<SealedImport> {
  const { opened } = await open(context, given);
  if ('refused' in opened) {
    const refused = { reason: opened.refused, ...inWords(opened.error) };
    const { issuer, organization } = opened;
    return {
      ...{ isDone: false, items: [], problems: [], refused, origin: null },
      issuer: issuer && organization ? shownIssuer(issuer, organization.id) : null,
    };
  }
  const found = await previewThings(context, readSealedBody(opened.document.body), given);
  return { ...found, refused: null, ...originIn(opened) };
}

/**
 * Brings a bundle in, all of it or nothing, by the rules of `importTemplate`. It is judged again in the transaction that
 * writes it, where its place in its line is noted: of two imports at once, one is refused.
 */
export async function importSealed(context: BundleModuleContext, given: Given): Promise<SealedImport> {
  const { opened, expected } = await open(context, given);
  if ('refused' in opened) throw opened.error;
  const done = await importThings(context, readSealedBody(opened.document.body), given, (tx) => {
    const again = judgeHere(context, given.organizationId, opened, expected());
    if ('refused' in again) throw again.error;
    return keepImported(tx, given.organizationId, again);
  });
  return { ...done, refused: null, ...originIn(opened) };
}

async function open(context: BundleModuleContext, { organizationId, bytes }: Given) {
  const { store, caller, host } = context;
  const { identity, recipient } = await keyPairsOf(store, caller.accountId);
  const expected = (): Expected => {
    const origin = originOf(store, organizationId);
    return {
      opener: { identity },
      recipient,
      ...(origin === undefined ? {} : { organizationId: origin }),
      knownIssuers: knownIssuersOf(store, caller.accountId),
      lastOf: (line) => lastImported(store, line),
      mayIssue: ({ account }, id) =>
        !store.access.canSee(caller.subject, id) || store.access.can(account.id, 'bundle.export', id),
      now: host.now(),
    };
  };
  const file = new Uint8Array(Buffer.from(bytes, 'base64'));
  const found = await openBundle(file, expected());
  const opened = 'refused' in found ? found : judgeHere(context, organizationId, found, expected());
  return { opened, expected };
}

/** Besides what is asked of every bundle: one of an organization that is here itself belongs into that. */
function judgeHere(
  { store, caller }: BundleModuleContext,
  organizationId: string,
  opened: Opened,
  expected: Expected,
): Opened | Refused {
  const { document } = opened;
  const { id, name } = document.organization;
  if (id !== organizationId && store.access.canSee(caller.subject, id))
    return {
      ...refuse('otherOrganization', name),
      issuer: document.issuer,
      organization: document.organization,
    };
  return judge(opened, expected);
}

function originIn({ document, sequence }: Opened): Pick<SealedImport, 'issuer' | 'origin'> {
  const { organization, issuer, validFrom, validTo } = document;
  const of = { organization: organization.id, organizationName: organization.name };
  return { issuer: shownIssuer(issuer, organization.id), origin: { ...of, sequence, validFrom, validTo } };
}

function shownIssuer({ account, recipient, signingKey }: Signer, organization: string) {
  const keys = { recipient, signingKey };
  return { organization, account: account.id, name: account.name, ...keys, fingerprint: fingerprintOf(keys) };
}

function inWords(error: AppError): { field: string; message: string } {
  if (isAppError(error, 'CONFLICT')) return { field: error.data.field, message: error.data.reason };
  if (isAppError(error, 'INVALID_INPUT')) {
    const [issue] = error.data.issues;
    return { field: issue?.path ?? '', message: issue?.message ?? error.message };
  }
  return { field: 'bytes', message: error.message };
}
