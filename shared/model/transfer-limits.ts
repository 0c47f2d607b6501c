/** The most bytes of a packed folder; unpacked it may be twice as large. */
export const largestFolder = 1024 ** 3;
/** The most files and folders in it. */
export const mostFolderEntries = 200_000;
/** What a part of an upload holds as we send it, so that its base64 is no longer than `longestPart`. */
export const partBytes = 768 * 1024;
/** The most bytes of one answer, and of one part of an upload. */
export const longestPart = 1024 * 1024;
