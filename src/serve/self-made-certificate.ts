/** A certificate for one start of the server: names this machine, and the address it listens on. PEM texts. */
export async function selfMadeCertificate(host: string, now: number): Promise<{ cert: string; key: string }> {
  const { generate } = await import('selfsigned')
  const isName = /[a-z]/i.test(host) && !host.includes(':')
  const bare = host.replace(/^\[|\]$/g, '')
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A client's clock may go a little behind.
    notBeforeDate: new Date(now - 60_000),
    notAfterDate: new Date(now + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
          ...(isName && bare !== 'localhost' ? [{ type: 2 as const, value: bare }] : []),
          ...(!isName && !['127.0.0.1', '::1', '0.0.0.0', '::'].includes(bare) ? [{ type: 7 as const, ip: bare }] : []),
        ],
      },
    ],
  })
  return { cert: made.cert, key: made.private }
}
