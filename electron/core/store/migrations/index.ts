import { initial } from './0001-initial.ts';

/** In order; the store's `user_version` counts how many of them it has seen. Never edited once released. */
export const migrations: readonly string[] = [initial];
