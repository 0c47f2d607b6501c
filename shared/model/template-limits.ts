/** The most files of a template. */
export const mostFiles = 5_000;
/** The most characters of one file: a compose project has all of its files in one. */
export const longestFile = 1_500_000;
/** The most characters of all of them; what a host takes in one request is 4 MiB. */
export const longestTemplate = 3_500_000;
/** How deep a file may nest. */
export const deepestFile = 64;
/** The most characters of a sealed bundle in base64, for the same reason. */
export const longestSealed = 3_500_000;
