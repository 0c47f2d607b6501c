/** Caddy 2 by its official image: a server's proxy where that was chosen, and what serves a static site. */
export const caddyImage = 'caddy:2.10-alpine';
