/** What Compose takes for the name of a project. Source: compose-spec, "Name top-level element". */
export const isProjectName = (text: string): boolean => /^[a-z0-9][a-z0-9_-]{0,62}$/.test(text);
