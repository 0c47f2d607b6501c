const places = new Map<string, string>();

/** Notes where the person is in an organization, for when they come back to it from another one. */
export const notePlace = (organizationId: string, path: string): void => {
  if (path.startsWith(`/o/${organizationId}`)) places.set(organizationId, path);
};

/** Where the person was last in an organization since this window was opened. */
export const placeIn = (organizationId: string): string | undefined => places.get(organizationId);
