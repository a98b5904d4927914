import { noSuchAccount } from './failure-reasons.ts'

/** What a message of sshd, su, sudo or login tells of a logon. */
export interface LogonMessage {
  readonly isSuccess: boolean
  readonly account: string
  readonly type: string
  readonly reason: string
  readonly address: string
  /** How often it happened: syslog says of repeated messages how many they were. */
  readonly times: number
  /** `Invalid user` alone, which another message may tell once more. */
  readonly isAnnounced: boolean
}

type Groups = Readonly<Record<string, string | undefined>>

const messages: readonly { readonly pattern: RegExp; readonly read: (groups: Groups) => Partial<LogonMessage> }[] = [
  {
    pattern: /Accepted (?<method>[\w/-]{1,40}) for (?<account>\S{1,256}) from (?<address>[0-9a-fA-F.:]{2,45})/,
    read: ({ method }) => ({ isSuccess: true, type: `ssh ${method}` }),
  },
  {
    pattern:
      /Failed (?<method>[\w/-]{1,40}) for (?<invalid>invalid user |illegal user )?(?<account>\S{0,256}) from (?<address>[0-9a-fA-F.:]{2,45})/,
    read: ({ method, invalid }) => ({
      type: `ssh ${method}`,
      reason: invalid ? noSuchAccount : method === 'password' ? 'wrong password' : 'refused',
    }),
  },
  {
    pattern: /(?:Invalid|Illegal) user (?<account>\S{0,256}) from (?<address>[0-9a-fA-F.:]{2,45})/,
    read: () => ({ type: 'ssh', reason: noSuchAccount, isAnnounced: true }),
  },
  {
    pattern: /pam_unix\(su(?:-l)?:session\): session opened for user (?<account>[^\s(]{1,256})/,
    read: () => ({ isSuccess: true, type: 'su' }),
  },
  {
    pattern: /FAILED SU \(to (?<account>[^\s)]{1,256})\)/,
    read: () => ({ type: 'su', reason: 'wrong password' }),
  },
  {
    pattern: /pam_unix\(login:session\): session opened for user (?<account>[^\s(]{1,256})/,
    read: () => ({ isSuccess: true, type: 'console' }),
  },
  {
    pattern: /FAILED LOGIN .{0,80}FOR '?(?<account>[^',\s]{1,256})/,
    read: () => ({ type: 'console', reason: 'wrong password' }),
  },
  {
    pattern: /^\s*(?<account>[\w.@\\$-]{1,256}) : (?<times>\d{1,3}) incorrect password attempts?/,
    read: ({ times }) => ({ type: 'sudo', reason: 'wrong password', times: Number(times) }),
  },
  {
    pattern: /^\s*(?<account>[\w.@\\$-]{1,256}) : (?:user NOT in sudoers|command not allowed)/,
    read: () => ({ type: 'sudo', reason: 'not permitted' }),
  },
  {
    pattern: /^\s*(?<account>[\w.@\\$-]{1,256}) : TTY=.{0,300}COMMAND=/,
    read: () => ({ isSuccess: true, type: 'sudo' }),
  },
]

/** Undefined where the message is of no logon. */
export function readLogonMessage(text: string): LogonMessage | undefined {
  for (const { pattern, read } of messages) {
    const groups = pattern.exec(text)?.groups
    if (!groups) continue
    const repeated = /message repeated (\d{1,3}) times/.exec(text)
    return {
      isSuccess: false,
      type: '',
      reason: '',
      isAnnounced: false,
      account: groups.account ?? '',
      address: groups.address ?? '',
      times: repeated ? Number(repeated[1]) : 1,
      ...read(groups),
    }
  }
  return undefined
}
