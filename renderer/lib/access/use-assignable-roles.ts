import { useQuery } from '@tanstack/react-query';
import type { AssignableRole } from '#shared/contract/role.ts';
import { orpc } from '../host/rpc.ts';

const none: readonly AssignableRole[] = [];

/** The roles that the caller may give, in the organization or on one scope of it; empty while it is being asked. */
export const useAssignableRoles = (organizationId: string, scopeNodeId?: string): readonly AssignableRole[] =>
  useQuery(
    orpc.role.assignable.queryOptions({
      input: { organizationId, ...(scopeNodeId ? { scopeNodeId } : {}) },
      enabled: organizationId !== '',
    }),
  ).data ?? none;

interface NamedRole {
  readonly id: string;
  readonly name: string;
}

/** Options of a picker; the role that is there now is among them even where the caller may not give it. */
export const roleOptions = (
  roles: readonly AssignableRole[],
  current: NamedRole | null | undefined,
): { value: string; label: string; disabled?: boolean }[] => {
  const options = roles.map(({ id, name }) => ({ value: id, label: name }));
  if (!current || roles.some(({ id }) => id === current.id)) return options;
  return [{ value: current.id, label: current.name, disabled: true }, ...options];
};
