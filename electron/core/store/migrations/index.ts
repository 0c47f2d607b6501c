import type Sqlite from 'better-sqlite3';
import { initial } from './0001-initial.ts';
import { access } from './0002-access.ts';
import { signIn } from './0003-sign-in.ts';
import { audit } from './0004-audit.ts';
import { oidc } from './0005-oidc.ts';
import { notices } from './0006-notices.ts';
import { revokedKeys } from './0007-revoked-keys.ts';
import { taggedOffers } from './0008-tagged-offers.ts';
import { signInAttempts } from './0009-sign-in-attempts.ts';
import { hostRights } from './0010-host-rights.ts';
import { runs } from './0011-runs.ts';
import { keyedAudit } from './0012-keyed-audit.ts';
import { strangers } from './0013-strangers.ts';
import { roleVersions } from './0014-role-versions.ts';
import { verifiedAddresses } from './0015-verified-addresses.ts';
import { firstSignIns } from './0016-first-sign-ins.ts';
import { variables } from './0017-variables.ts';
import { registries } from './0018-registries.ts';
import { sshKeys } from './0019-ssh-keys.ts';
import { deployedFiles } from './0020-deployed-files.ts';
import { domains } from './0021-domains.ts';
import { acceptedFindings } from './0022-accepted-findings.ts';
import { gitProviders } from './0023-git-providers.ts';
import { autoDeploy } from './0024-auto-deploy.ts';
import { databases } from './0025-databases.ts';
import { partImages } from './0026-part-images.ts';
import { watchPaths } from './0027-watch-paths.ts';
import { webhooks } from './0028-webhooks.ts';
import { moves } from './0029-moves.ts';
import { certificates } from './0030-certificates.ts';
import { providerMarks } from './0031-provider-marks.ts';
import { serviceOrder } from './0032-service-order.ts';
import { sentFolders } from './0033-sent-folders.ts';
import { runPlaces } from './0034-run-places.ts';
import { shares } from './0035-shares.ts';
import { seenCertificates } from './0036-seen-certificates.ts';
import { setupProxy } from './0037-setup-proxy.ts';
import { bundleImports } from './0039-bundle-imports.ts';
import { identities } from './0040-identities.ts';
import { bundleLines } from './0041-bundle-lines.ts';

/** SQL text, or what SQL alone cannot say; runs inside the one transaction of all migrations. */
export type Migration = string | ((connection: Sqlite.Database) => void);

/** In order; the store's `user_version` counts how many of them it has seen. Never edited once released. */
export const migrations: readonly Migration[] = [
  initial,
  access,
  signIn,
  audit,
  oidc,
  notices,
  revokedKeys,
  taggedOffers,
  signInAttempts,
  hostRights,
  runs,
  keyedAudit,
  strangers,
  roleVersions,
  verifiedAddresses,
  firstSignIns,
  variables,
  registries,
  sshKeys,
  deployedFiles,
  domains,
  acceptedFindings,
  gitProviders,
  autoDeploy,
  databases,
  partImages,
  watchPaths,
  webhooks,
  moves,
  certificates,
  providerMarks,
  serviceOrder,
  sentFolders,
  runPlaces,
  shares,
  seenCertificates,
  setupProxy,
  bundleImports,
  identities,
  bundleLines,
];
