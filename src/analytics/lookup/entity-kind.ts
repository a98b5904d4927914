/** What an entity looks to be by its text alone, and what a column's name says it holds. */
export type EntityKind = 'account' | 'address' | 'host' | 'hash' | 'process' | 'name'

/** First match wins: an address with dots is no domain, a hash no host. */
const textForms: readonly { readonly kind: EntityKind; readonly form: RegExp }[] = [
  { kind: 'address', form: /^(\d{1,3}\.){3}\d{1,3}$/ },
  { kind: 'address', form: /^(?=.*:.*:)[0-9a-f:.]+$/i },
  { kind: 'hash', form: /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i },
  { kind: 'process', form: /\.(exe|dll|ps1|bat|cmd|vbs|js|sh|py)$/i },
  { kind: 'account', form: /^[^@\s]+@[^@\s]+$|^[^\\\s]+\\[^\\]+$/ },
  { kind: 'host', form: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i },
]

/** A custom log adds its type to the name: `Address_s`. */
const columnForms: readonly { readonly kind: EntityKind; readonly form: RegExp }[] = [
  { kind: 'address', form: /((^|[a-z_])ip(v[46])?|ip_?addr(ess)?|^(remote|source|client|local)?address)$/i },
  { kind: 'hash', form: /hash|sha1|sha256|md5/i },
  { kind: 'process', form: /process(name)?$|filename$|^image$/i },
  { kind: 'account', form: /account(name|upn)?$|user(name|id|principalname)?$|upn$|^caller$|^actor$/i },
  { kind: 'host', form: /computer(name)?$|host(name)?$|device(name)?$|workstation(name)?$|machine(name)?$|^dvc$/i },
]

/** The kind of an entity by its form; `name` where nothing tells. */
export function entityKind(text: string): EntityKind {
  return textForms.find(({ form }) => form.test(text.trim()))?.kind ?? 'name'
}

/** What a column of this name commonly holds, or undefined. */
export function columnKind(name: string): EntityKind | undefined {
  const plain = name.replace(/_[a-z]$/, '')
  return columnForms.find(({ form }) => form.test(plain))?.kind
}
