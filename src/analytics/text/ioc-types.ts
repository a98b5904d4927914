/** What an observable can be. Names and priorities (0 best) of the first ten are msticpy's. */
export const iocTypes = {
  ipv4: { priority: 0, text: 'IPv4 address' },
  ipv6: { priority: 0, text: 'IPv6 address' },
  url: { priority: 0, text: 'URL' },
  email: { priority: 1, text: 'E-mail address or user principal name' },
  md5_hash: { priority: 1, text: '32 hexadecimal digits' },
  sha1_hash: { priority: 1, text: '40 hexadecimal digits' },
  sha256_hash: { priority: 1, text: '64 hexadecimal digits' },
  sha512_hash: { priority: 1, text: '128 hexadecimal digits' },
  cve: { priority: 1, text: 'Number of a published vulnerability' },
  dns: { priority: 2, text: 'Domain below a public suffix' },
  windows_path: { priority: 3, text: 'Path of Windows: drive, share, device or variable' },
  registry_key: { priority: 3, text: 'Key of the Windows registry' },
  linux_path: { priority: 4, text: 'Path of Linux or macOS' },
} as const satisfies Record<string, { readonly priority: number; readonly text: string }>

export type IocType = keyof typeof iocTypes

/** Every type, best priority first. */
export const allIocTypes = Object.keys(iocTypes) as readonly IocType[]

/** Types that name places on a machine: plentiful in any log, so that tables are searched for them on request only. */
export const pathTypes: readonly IocType[] = ['windows_path', 'registry_key', 'linux_path']

/** One observable at one place of a text. */
export interface IocFinding {
  readonly type: IocType
  /** Refanged, and in its usual spelling: domains and hashes in lower case, IPv6 compressed, a zone or port left out. */
  readonly observable: string
  /**
   * Of an address its range (`public`, `private`, `loopback` …), of a hash `zeros`, `empty file`,
   * `may be a GUID`, `of imports` or `names a folder`, of a URL `percent-decoded`; else empty.
   */
  readonly kind: string
  /** As it stands in the text. */
  readonly asFound: string
  /** UTF-16 offset in the text. */
  readonly position: number
}

/** A finding before its place is looked up in the text as it was: offsets of the refanged text. */
export interface FoundSpan {
  readonly type: IocType
  readonly observable: string
  readonly kind: string
  readonly start: number
  readonly end: number
}

/** A half-open range of a text. */
export interface TextRange {
  readonly start: number
  readonly end: number
}
