export { type KeyExchange, keyExchangeOf } from './exchange-key.ts';
export { serverPortable } from './portable.ts';
export { createServerRouter } from './router.ts';
export { createServerAccess, type ServerAccess } from './server-access.ts';
