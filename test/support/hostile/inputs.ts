/** What an injection that works makes on a server or in a container; each input has one of its own. */
export const marker = '/tmp/quayside-hostile';

const backtick = '`';
const reference = (text: string): string => `$${text}`;

/** A payload around a command; what has no place for one does its harm by itself. */
const payloads: readonly ((run: string) => string)[] = [
  // shells
  (run) => `; ${run}`,
  (run) => `$(${run})`,
  (run) => `${backtick}${run}${backtick}`,
  (run) => `| ${run}`,
  (run) => `&& ${run}`,
  (run) => `|| ${run} #`,
  (run) => `\n${run}\n`,
  (run) => `\r\n${run}\r\n`,
  (run) => `'; ${run}; '`,
  (run) => `"; ${run}; "`,
  (run) => `\\"; ${run}; #`,
  (run) => `${reference('{IFS}')};${run.replaceAll(' ', reference('{IFS}'))}`,
  (run) => `\t;\t${run}`,
  (run) => `x\0; ${run}`,
  (run) => `\u2028${run}\u2028`,
  (run) => `\u202e; ${run}`,
  // options
  (run) => `-oProxyCommand=${run}`,
  (run) => `--upload-pack=${run}`,
  (run) => `-v /:/host --privileged ${run}`,
  // YAML and compose
  (run) => `"\n    command: ["sh", "-c", "${run}"]\n    x: "`,
  (run) => `\n  evil:\n    image: x\n    command: ${run}\n`,
  (run) => `!!js/function 'function(){${run}}'`,
  () => '&a [*a, *a]',
  () => '- a: [b, *c]',
  () => '# no comment',
  () => 'key: value: {',
  (run) => reference(`{UNSET:-$(${run})}`),
  (run) => reference(`{UNSET:?${run}}`),
  () => reference('HOME'),
  (run) => `$${reference(`(${run})`)}`,
  // templates and placeholders of Swarm, Caddy and Traefik
  () => '{{ env "HOME" }}',
  () => '{{.Node.Hostname}}{{.Task.ID}}',
  (run) => `{{ printf ${backtick}${run}${backtick} }}`,
  () => '{env.PATH} {file./etc/passwd}',
  () => '{http.request.uri}',
  () => '} respond "pwned" {',
  () => `${backtick}) || Host(${backtick}evil.example.com`,
  () => '$1 $2 %{x} %s %n',
  // headers
  (run) => `a\r\nX-Injected: ${run}`,
  (run) => `a\nSet-Cookie: ${run}`,
  // paths
  () => '../../../../etc/passwd',
  () => '..\\..\\etc\\passwd',
  () => '%2e%2e%2fetc%2fpasswd',
  () => 'file:///etc/passwd',
  // SQL
  (run) => `'; COPY (SELECT 1) TO PROGRAM '${run}'; --`,
  (run) => `\\! ${run}`,
  // text
  () => 'é́𝄞👩‍🚀ß\u00a0',
  () => '\ud800 half a pair',
  (run) => `${'long '.repeat(300)}$(${run})`,
  () => ' leading and trailing ',
];

/** Where in a value a payload stands. */
const frames: readonly ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `name${payload}`,
  (payload) => `${payload}tail`,
  (payload) => `"${payload}"`,
  (payload) => `/srv/${payload}`,
  (payload) => `a=${payload}`,
];

/** 300 values, each another one. */
export const hostileInputs: readonly string[] = frames.flatMap((frame, f) =>
  payloads.map((payload, p) => frame(payload(`touch ${marker}-${f}-${p}`))),
);
