import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { NotebookletInfo } from '../../src/notebooklet/desk.ts'
import { resultFromJson } from '../../src/notebooklet/result-json.ts'
import { notebookletHelp } from '../../src/report/notebooklet-help.ts'
import { resultText } from '../../src/report/result-text.ts'

const root = resolve(import.meta.dirname, '../..')
const pages = join(root, 'docs/notebooklets')
const catalog = await loadCatalog([{ origin: 'shipped', folder: root }])

/** The page of a notebooklet: its help, and what it finds in its fixture. */
function page(info: NotebookletInfo, home: string): string {
  const help = notebookletHelp(info).slice(2, -2)
  const example = [...resultText(goldenResult(home), { width: 116, maxRows: 5 })].join('')
  return [
    `# ${info.title}\n`,
    `${info.text}\n`,
    `\`\`\`text\n${trimmed(help.join('\n'))}\n\`\`\`\n`,
    'What it finds in the made-up records of its own test, follow-ups included:\n',
    `\`\`\`text\n${trimmed(example)}\n\`\`\`\n`,
  ].join('\n')
}

/** The golden Result, with what goldens leave out as it differs from run to run. */
function goldenResult(home: string) {
  const { request, sections, ...rest } = JSON.parse(readFileSync(join(home, 'golden/result.json'), 'utf8'))
  return resultFromJson({
    ...rest,
    request: { ...request, workspace: './logs' },
    sections: sections.map(({ queries, ...section }: { queries: readonly object[] }) => ({
      ...section,
      queries: queries.map((query) => ({ ...query, durationMs: 0 })),
    })),
  })
}

function trimmed(text: string): string {
  return text
    .replaceAll('`', '´')
    .replace(/[ \t]+$/gm, '')
    .trim()
}

describe('the pages of the notebooklets', () => {
  it.each(catalog.entries.map((entry) => [entry.info.id, entry] as const))('show %s', async (id, { info, path }) => {
    await expect(page(info, dirname(join(root, path)))).toMatchFileSnapshot(join(pages, `${id}.md`))
  })

  it('are listed, and none is left over', async () => {
    const lines = catalog.entries.map(({ info }) => `- [${info.title}](${info.id}.md): ${info.text}`)
    const index = `# The notebooklets that huntlet ships\n\n${lines.sort().join('\n')}\n`
    await expect(index).toMatchFileSnapshot(join(pages, 'README.md'))
    const known = new Set(['README.md', ...catalog.entries.map(({ info }) => `${info.id}.md`)])
    expect(existsSync(pages) ? readdirSync(pages).filter((file) => !known.has(file)) : []).toEqual([])
  })
})
