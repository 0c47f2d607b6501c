import type { Contract } from '#shared/contract/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { previewVariables } from './preview.ts';
import { listVariables } from './queries.ts';
import { replaceVariables, restoreVariables } from './replace.ts';
import { revealVariable } from './reveal.ts';
import { savesOf } from './saves.ts';

interface Parts {
  readonly rpc: Rpc;
}

export function createOrganizationVariablesRouter({
  rpc: { organizationVariables: rpc },
}: Parts): RouterOf<Contract['organizationVariables']> {
  return {
    list: rpc.list.handler(({ input: { organizationId: id, version }, context }) =>
      listVariables(context.store, id, version),
    ),
    replace: rpc.replace.handler(({ input: { organizationId: id, ...given }, context }) =>
      replaceVariables(context, id, given),
    ),
    reveal: rpc.reveal.handler(({ input: { organizationId: id, ...asked }, context }) =>
      revealVariable(context, id, asked),
    ),
    history: rpc.history.handler(({ input: { organizationId: id }, context }) => savesOf(context.store, id)),
    restore: rpc.restore.handler(({ input: { organizationId: id, ...given }, context }) =>
      restoreVariables(context, id, given),
    ),
  };
}

export function createProjectVariablesRouter({
  rpc: { projectVariables: rpc },
}: Parts): RouterOf<Contract['projectVariables']> {
  return {
    list: rpc.list.handler(({ input: { projectId: id, version }, context }) =>
      listVariables(context.store, id, version),
    ),
    replace: rpc.replace.handler(({ input: { projectId: id, ...given }, context }) =>
      replaceVariables(context, id, given),
    ),
    reveal: rpc.reveal.handler(({ input: { projectId: id, ...asked }, context }) =>
      revealVariable(context, id, asked),
    ),
    history: rpc.history.handler(({ input: { projectId: id }, context }) => savesOf(context.store, id)),
    restore: rpc.restore.handler(({ input: { projectId: id, ...given }, context }) =>
      restoreVariables(context, id, given),
    ),
  };
}

export function createEnvironmentVariablesRouter({
  rpc: { environmentVariables: rpc },
}: Parts): RouterOf<Contract['environmentVariables']> {
  return {
    list: rpc.list.handler(({ input: { environmentId: id, version }, context }) =>
      listVariables(context.store, id, version),
    ),
    replace: rpc.replace.handler(({ input: { environmentId: id, ...given }, context }) =>
      replaceVariables(context, id, given),
    ),
    reveal: rpc.reveal.handler(({ input: { environmentId: id, ...asked }, context }) =>
      revealVariable(context, id, asked),
    ),
    history: rpc.history.handler(({ input: { environmentId: id }, context }) => savesOf(context.store, id)),
    restore: rpc.restore.handler(({ input: { environmentId: id, ...given }, context }) =>
      restoreVariables(context, id, given),
    ),
    resolved: rpc.resolved.handler(({ input: { environmentId: id, serverId }, context }) =>
      previewVariables(context, id, serverId),
    ),
  };
}

export function createServiceVariablesRouter({
  rpc: { serviceVariables: rpc },
}: Parts): RouterOf<Contract['serviceVariables']> {
  return {
    list: rpc.list.handler(({ input: { serviceId: id, version }, context }) =>
      listVariables(context.store, id, version),
    ),
    replace: rpc.replace.handler(({ input: { serviceId: id, ...given }, context }) =>
      replaceVariables(context, id, given),
    ),
    reveal: rpc.reveal.handler(({ input: { serviceId: id, ...asked }, context }) =>
      revealVariable(context, id, asked),
    ),
    history: rpc.history.handler(({ input: { serviceId: id }, context }) => savesOf(context.store, id)),
    restore: rpc.restore.handler(({ input: { serviceId: id, ...given }, context }) =>
      restoreVariables(context, id, given),
    ),
    resolved: rpc.resolved.handler(({ input: { serviceId: id, serverId }, context }) =>
      previewVariables(context, id, serverId),
    ),
  };
}
