let wordsOf: (error: unknown) => string = String;

/** Tells this folder how to put an error into words; the application does so once at its start. */
export const describeErrorsBy = (words: (error: unknown) => string): void => {
  wordsOf = words;
};

export const errorWords = (error: unknown): string => wordsOf(error);
