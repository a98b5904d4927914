import type { Notices } from './notices.ts'
import type { TextEnd, TextForm } from './read-text.ts'

/** Lines of one file told in full; the rest are counted. */
const shownOfAFile = 5

export interface Faults {
  add(line: number, reason: string): void
  /** What was left out and stands on no line, as a sentence. */
  lost(message: string): void
  /** Something to know of the file, that is no fault. */
  note(kind: string, message: string): void
  /** After the last line: how many there were, and what befell the text as a whole. */
  close(end: TextEnd, form: TextForm): void
}

/** Reports the lines of a file that could not be read: each of the first few with its line, all of them counted. */
export function reportFaults(notices: Notices, file: string): Faults {
  let count = 0
  return {
    add(line, reason) {
      count++
      if (count > shownOfAFile) return
      notices.add({ kind: 'lines left out', severity: 'warning', message: `Line left out: ${reason}.`, file, line })
    },
    lost(message) {
      notices.add({ kind: 'records left out', severity: 'warning', message, file })
      notices.addLoss({ file, what: 'records were left out' })
    },
    note(kind, message) {
      notices.add({ kind, isOfMany: true, severity: 'notice', message, file })
    },
    close({ damage, replaced }, form) {
      if (count > 0)
        notices.addLoss({ file, what: count === 1 ? 'one line was left out' : `${count} lines were left out` })
      if (count > shownOfAFile) {
        const message = `${count} lines were left out; the first ${shownOfAFile} are listed.`
        notices.add({ kind: 'files with lines left out', severity: 'warning', message, file })
      }
      if (damage !== undefined) {
        notices.addLoss({ file, what: 'it is cut off or damaged' })
        const message = `The ${form.packing} data is cut off or damaged (${damage}); what comes before that was read.`
        notices.add({ kind: 'damaged files', severity: 'warning', message, file })
      }
      if (replaced > 0) {
        const message = `${replaced} characters are no ${form.encoding.toUpperCase()}; they read as \ufffd.`
        notices.add({ kind: 'characters replaced', severity: 'warning', message, file })
      }
      if (form.encoding === 'windows-1252') {
        const message = 'Not UTF-8: read as Windows-1252.'
        notices.add({ kind: 'files in Windows-1252', severity: 'notice', message, file })
      }
    },
  }
}
