import type { RunRequest } from '../../notebooklet/desk.ts'

/** The command that does the same without the screen, quoted for a POSIX shell. */
export function commandLine(request: RunRequest, workspace: string): string {
  // What every desk runs has commands of its own.
  const isCommand = request.notebooklet === 'query' || request.notebooklet === 'lookup'
  const words = isCommand ? ['huntlet', request.notebooklet] : ['huntlet', 'run', request.notebooklet]
  const isValueLikeOption = request.value?.startsWith('-') ?? false
  if (request.value !== undefined && !isValueLikeOption) words.push(request.value)
  words.push('--workspace', workspace)
  if (isCommand) return shellWords(isValueLikeOption ? [...words, '--', request.value ?? ''] : words)
  if (request.timespan !== undefined) words.push('--last', request.timespan)
  if (request.start !== undefined) words.push('--start', request.start)
  if (request.end !== undefined) words.push('--end', request.end)
  if (request.around !== undefined) words.push('--around', request.around)
  if (request.within !== undefined) words.push('--within', request.within)
  for (const option of request.options ?? []) words.push(`--option=${option}`)
  for (const [name, value] of Object.entries(request.parameters ?? {})) words.push('--param', `${name}=${value}`)
  for (const answer of request.choose ?? []) words.push('--choose', answer)
  if (request.value !== undefined && isValueLikeOption) words.push('--', request.value)
  return shellWords(words)
}

/** Words of a command, quoted for a POSIX shell. */
function shellWords(words: readonly string[]): string {
  return words.map(quoted).join(' ')
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}
