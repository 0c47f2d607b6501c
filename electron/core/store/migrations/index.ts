import { initial } from './0001-initial.ts';
import { access } from './0002-access.ts';
import { signIn } from './0003-sign-in.ts';

/** In order; the store's `user_version` counts how many of them it has seen. Never edited once released. */
export const migrations: readonly string[] = [initial, access, signIn];
