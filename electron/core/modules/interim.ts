import { type Contract, contract } from '#shared/contract/index.ts';
import { AppError } from '#shared/model/errors.ts';
import { type RouterOf, rpc } from '../rpc/index.ts';

/** INTERIM (lead): lets the core run while a module is being written. Deleted when the last one is there. */
export const interimRouter = <K extends keyof Contract>(kind: K): RouterOf<Contract[K]> =>
  Object.fromEntries(
    Object.keys(contract[kind]).map((name) => [
      name,
      (rpc[kind] as never as Record<string, { handler(run: () => never): unknown }>)[name]?.handler(() => {
        throw new AppError('REMOTE_FAILED', { server: '-', action: `${kind}.${name} is not built yet, it` });
      }),
    ]),
  ) as never;

export const interim =
  <T>(methods: Record<string, unknown>): (() => T) =>
  () =>
    methods as T;
