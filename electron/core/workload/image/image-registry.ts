import type { RegistryLogin } from '../../remote/docker/images.ts';

/** What an image is pulled by where its registry asks who pulls. */
export interface ImageRegistry {
  /** As people call it. */
  readonly name: string;
  readonly login: RegistryLogin;
}
