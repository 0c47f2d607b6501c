/** The names by which Compose looks for a file by itself, the first one counts; and for the one that goes over it. */
export const foundNames: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];
export const foundOverNames: readonly string[] = foundNames.map((name) => name.replace('.y', '.override.y'));

/** How many files a project may have, and how much text they may hold together, in characters. */
export const mostFiles = 64;
export const mostText = 1_048_576;
