import * as z from 'zod';
import {
  GitProviderToken,
  GitProviderUrl,
  GitProviderUsername,
  GitProviderWorkspace,
} from '#shared/contract/git-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { gitProviderTypes } from '#shared/model/git-provider.ts';
import type { BundleContext, Portable } from '../../bundle/body/portable.ts';
import { createGitProvider } from './create.ts';
import { gitProviderOf } from './queries.ts';
import { updateGitProvider } from './update.ts';

const fields = {
  type: z.enum(gitProviderTypes),
  baseUrl: GitProviderUrl.optional(),
  username: GitProviderUsername.nullable().optional(),
  workspace: GitProviderWorkspace.nullable().optional(),
};
type Given = z.infer<z.ZodObject<typeof fields>>;

/** A git provider in a bundle. */
export const gitProviderPortable: Portable = {
  fields,
  secrets: { accessToken: GitProviderToken },
  read: ({ store }, id) => gitProviderOf(store, id),
  create({ context, organizationId }, { name, fields: given, secrets }) {
    const { type, baseUrl } = given as Given;
    const accessToken = String(secrets.accessToken);
    return createGitProvider(context, {
      ...{ organizationId, name, type, baseUrl, accessToken },
      ...texts(given as Given),
    }).id;
  },
  update({ context }, { id, fields: given }) {
    const { type, baseUrl } = given as Partial<Given>;
    requireType(context, id, type);
    updateGitProvider(context, { gitProviderId: id, baseUrl, ...texts(given as Given) });
  },
};

/** An empty text is how the operations say none. */
function texts({ username, workspace }: Partial<Given>) {
  return {
    username: username === undefined ? undefined : (username ?? ''),
    workspace: workspace === undefined ? undefined : (workspace ?? ''),
  };
}

function requireType({ store }: BundleContext, id: string, type: string | undefined): void {
  if (type === undefined || gitProviderOf(store, id).type === type) return;
  const message = 'stays as it was made; give the provider another name, or skip it';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'type', message }] });
}
