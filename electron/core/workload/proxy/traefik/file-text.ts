/**
 * A configuration as the text of a `.yml` file: JSON, which YAML contains. The file provider runs Go's templates over the
 * text before it reads it, and those can read the proxy's environment, so that every brace of a value is written as its
 * number: what somebody typed begins no template.
 */
export function fileText(config: object): string {
  return `${JSON.stringify(config, null, 2).replaceAll(/"(?:[^"\\]|\\.)*"/g, withoutBraces)}\n`;
}

const withoutBraces = (literal: string): string =>
  literal.replaceAll('{', '\\u007b').replaceAll('}', '\\u007d');
