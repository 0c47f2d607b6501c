/** A text in which Caddy sees no placeholder: `{env.HOME}` stays these ten characters. Source: caddy's replacer.go. */
export const literal = (text: string): string => text.replaceAll('{', '\\{');
