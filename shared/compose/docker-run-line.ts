/** Whether a text is a line of `docker run`. */
export const isDockerRun = (text: string): boolean =>
  /^\s*(?:\$\s+)?(?:sudo\s+)?(?:docker|podman)\s+(?:container\s+)?run\s/.test(text);
