/** Why Windows refused a logon, by NTSTATUS: of 4625 and 4776. */
const ntStatus: Readonly<Record<string, string>> = {
  c000005e: 'no domain controller reachable',
  c0000064: 'no such account',
  c000006a: 'wrong password',
  c000006d: 'wrong name or password',
  c000006e: 'account restriction',
  c000006f: 'outside of permitted hours',
  c0000070: 'from a workstation that is not permitted',
  c0000071: 'password expired',
  c0000072: 'account disabled',
  c00000dc: 'server in the wrong state',
  c0000133: 'clocks too far apart',
  c000015b: 'logon type not granted',
  c000018c: 'trust with the domain broken',
  c0000192: 'Netlogon not started',
  c0000193: 'account expired',
  c0000224: 'password must be changed',
  c0000225: 'error of Windows',
  c0000234: 'account locked out',
  c00002ee: 'error of Windows',
  c0000371: 'no password stored here for the account',
  c0000380: 'wrong PIN of a smart card',
  c0000388: 'downgrade of authentication detected',
  c0000413: 'authentication firewall: not allowed here',
}

/** Why a domain controller refused a ticket, by Kerberos code: of 4768 and 4771. */
const kerberos: Readonly<Record<number, string>> = {
  1: 'account expired',
  6: 'no such account',
  7: 'no such server',
  9: 'no key: password must be reset',
  12: 'policy: workstation or hours not permitted',
  14: 'encryption not supported',
  16: 'pre-authentication not supported',
  17: 'no transited checks',
  18: 'account disabled, locked out or expired',
  23: 'password expired',
  24: 'wrong password',
  25: 'pre-authentication required',
  31: 'ticket damaged',
  32: 'ticket expired',
  33: 'ticket not yet valid',
  37: 'clocks too far apart',
  41: 'message altered',
  60: 'error of Kerberos',
  68: 'wrong realm',
}

/** The text of 4625 `FailureReason`, which is a message id in raw logs. Only those that say more than the codes. */
const failureReasons: Readonly<Record<string, string>> = {
  2304: 'error at logon',
  2305: 'account expired',
  2306: 'Netlogon not started',
  2307: 'account locked out',
  2308: 'logon type not granted',
  2309: 'password expired',
  2310: 'account disabled',
  2311: 'outside of permitted hours',
  2312: 'from a workstation that is not permitted',
  2313: 'wrong name or password',
}

/** What is said where the account does not exist: telling for guesses of names. */
export const noSuchAccount = 'no such account'

/**
 * Why a logon failed: the sub-status where it says something, else the status, else the failure reason. A code that is not known is given as it is;
 * empty where there is none.
 */
export function failureReason(
  event: number,
  codes: { readonly status: string; readonly subStatus: string; readonly reason: string },
): string {
  for (const code of [codes.subStatus, codes.status]) {
    const number = Number.parseInt(code.replace(/^0x/i, ''), 16)
    if (!(number > 0)) continue
    const isKerberos = event === 4768 || event === 4769 || event === 4771
    const known = isKerberos ? kerberos[number] : ntStatus[number.toString(16).padStart(8, '0')]
    if (known) return known
    return `0x${number.toString(16)}`
  }
  const message = /^%%(\d+)$/.exec(codes.reason.trim())
  return message ? (failureReasons[message[1]!] ?? codes.reason) : codes.reason
}
