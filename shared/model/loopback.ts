/** Whether nobody but this machine can reach the address. Source: RFC 1122 3.2.1.3, RFC 4291 2.5.3 and 2.5.5.2. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=127\.)/, '');
  return (
    plain === 'localhost' ||
    plain === '::1' ||
    /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(plain)
  );
}
