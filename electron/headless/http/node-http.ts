/**
 * Node's HTTP module without its WebSocket client: an `import` of it reads every export, which loads all of
 * undici and takes longer than the rest of a start (40 ms against 4 on Node 24).
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');
