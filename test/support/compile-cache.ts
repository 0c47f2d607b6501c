import { fileURLToPath } from 'node:url';

/** Compiled code is shared by all processes that tests start: a start from sources is several times quicker. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)),
};
