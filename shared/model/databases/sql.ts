/** A name in standard SQL's quotes, whatever is in it. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in standard SQL's quotes; right where backslashes mean nothing. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as MySQL and MariaDB quote it. */
export function mysqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text as MySQL and MariaDB read it while `sql_mode` lets backslashes mean something. */
export function mysqlText(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
}
