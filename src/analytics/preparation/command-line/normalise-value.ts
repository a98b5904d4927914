import { fileName } from './programs.ts'

/** What a folder is for, the first that fits; paths in lower case with `/` between folders. */
const folderKinds: readonly { readonly kind: string; readonly path: RegExp }[] = [
  { kind: '<temp>', path: /\/(?:appdata\/local|windows)\/temp\/|^\/(?:tmp|var\/tmp|dev\/shm)\/|^%te?mp%\// },
  { kind: '<recycle bin>', path: /\/\$recycle\.bin\// },
  {
    kind: '<system>',
    path: /^(?:[a-z]:)?\/windows\/(?:system32|syswow64|sysnative)\/|^\/(?:usr\/)?(?:local\/)?s?bin\/|^\/(?:usr\/)?lib(?:64)?\//,
  },
  { kind: '<windows>', path: /^(?:[a-z]:)?\/windows\// },
  { kind: '<program files>', path: /^(?:[a-z]:)?\/program files(?: \(x86\))?\/|^\/(?:opt|usr)\// },
  { kind: '<program data>', path: /^(?:[a-z]:)?\/programdata\/|^\/var\// },
  { kind: '<public>', path: /^(?:[a-z]:)?\/users\/public\// },
  { kind: '<downloads>', path: /\/(?:users|home)\/[^/]+\/downloads\// },
  { kind: '<app data>', path: /\/users\/[^/]+\/appdata\/|^%(?:local)?appdata%\// },
  { kind: '<user>', path: /^(?:[a-z]:)?\/(?:users|home)\/[^/]+\/|^\/root\/|^~\/|^%userprofile%\// },
  { kind: '<settings>', path: /^\/etc\// },
  { kind: '<device>', path: /^\/(?:dev|proc|sys)\// },
  { kind: '<share>', path: /^\/\/[^/]/ },
]

const guid = /[{(]?\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b[)}]?/gi

/**
 * A value of a command line without what is arbitrary in it: a guid is `<guid>`, a number `<n>`, an address `<address>`, a URL `<url>`, a long run
 * of hexadecimal or Base64 digits `<hex>` or `<base64>`, a path the kind of its folder and its extension (`<temp>/*.exe`; a path of no known kind
 * is `<folder>`). What is left is in lower case, at most 60 characters.
 */
export function normaliseValue(value: string): string {
  const text = value.slice(0, 1024).trim().toLowerCase()
  if (text === '') return ''
  // A file of more arguments.
  if (/^@[^@]/.test(text)) return `@${normaliseValue(text.slice(1))}`
  if (/^[+-]?(?:0x[\da-f]+|\d+(?:[.,:]\d+)*)(?:[kmgt]b?|ms|s|%)?$/.test(text)) {
    return /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(text) ? '<address>' : '<n>'
  }
  if (/^[a-z][a-z\d+.-]*:\/\//.test(text)) return '<url>'
  if (/^[{(]?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}[)}]?$/.test(text)) return '<guid>'
  if (/^[\da-f:]*:[\da-f:]*:[\da-f.]*$/.test(text)) return '<address>'
  if (/^(?:[\da-f]{2}){8,}$/.test(text)) return '<hex>'
  if (/^(?:[a-z]:)?[\\/]|^%\w+%[\\/]|^~[\\/]|^\.{1,2}[\\/]/.test(text)) return normalisePath(text)
  if (text.length >= 24 && /^[a-z\d+/_-]+={0,2}$/.test(text) && /[A-Z]/.test(value) && /\d/.test(value))
    return '<base64>'
  const plain = text.replace(guid, '<guid>').replace(/\b(?:[\da-f]{8,}|\d+(?:\.\d+)*)\b/g, '<n>')
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}

function normalisePath(text: string): string {
  const path = text.replace(/[\\/]/g, '/').replace(/^\/\/[?.]\//, '')
  const kind = folderKinds.find((each) => each.path.test(path))?.kind ?? '<folder>'
  const extension = /\.([a-z]\w{0,7})$/.exec(fileName(path))
  return extension ? `${kind}/*.${extension[1]}` : kind
}

/**
 * A folder as it can be compared between machines and versions: in lower case, without the user's name, with guids as `<guid>`, versions and
 * other numbers as `<n>`, and the names of Windows' component store as `<component>`.
 */
export function normaliseFolder(folder: string): string {
  return folder
    .slice(0, 1024)
    .toLowerCase()
    .replace(/\//g, folder.includes('\\') ? '\\' : '/')
    .replace(/^([a-z]:\\(?:users|documents and settings)\\|\/home\/)(?!public[\\/])[^\\/]+/, '$1<user>')
    .replace(guid, '<guid>')
    .replace(/(\\winsxs\\)[^\\]+/, '$1<component>')
    .replace(/(?<=[\\/_. -]v?)\d+(?:[._-]\d+)*(?=[\\/_. -])/g, '<n>')
    .replace(/(?<=[\\/])(?=[^\\/]*\d)[\da-f]{8,}(?=[\\/])/g, '<hex>')
}

/** A program's file name without the version, guid or run of hexadecimal digits that each release or start writes into it anew. */
export function normaliseProgram(name: string): string {
  return name
    .slice(0, 300)
    .replace(guid, '<guid>')
    .replace(/\d+(?:[._]\d+){2,}/g, '<n>')
    .replace(/(?<![\da-z])(?=[a-f]*\d)[\da-f]{8,}(?![\da-z])/g, '<hex>')
}
