/** Words by which a commit asks not to be deployed, unless others are given. */
export const defaultSkipWords: readonly string[] = ['[skip deploy]', '[skip ci]', '[ci skip]'];
