/** What is said to a server to see that it is up: it answers, and nothing changes. */

export const greetHttp = (host: string): string =>
  `GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;

/** The preface of HTTP/2 with empty settings, which the other side answers with its own. */
export const greetHttp2 = (): Uint8Array =>
  Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]);
