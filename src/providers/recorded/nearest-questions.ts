import { plainKql } from './kql-texts.ts'
import type { Question } from './question.ts'
import type { RecordedQuestion } from './recorded-run.ts'

/** Recorded questions that are most like one, most alike first: with how they differ, in words. */
export function nearestQuestions(
  asked: Question,
  recorded: Iterable<RecordedQuestion>,
  most = 3,
): readonly { readonly question: RecordedQuestion; readonly likeness: number; readonly differs: string }[] {
  const text = plainKql(asked.kql)
  const words = new Set(wordsOf(text))
  return Array.from(recorded, (question) => {
    const other = plainKql(question.kql)
    if (other === text) return { question, likeness: 1, differs: differenceOf(asked, question) }
    const others = new Set(wordsOf(other))
    const shared = [...words].filter((word) => others.has(word)).length
    const likeness = shared / (words.size + others.size - shared || 1)
    return { question, likeness, differs: 'another text' }
  })
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || (a.question.at < b.question.at ? 1 : -1))
    .slice(0, most)
}

const leastLikeness = 0.3

function wordsOf(text: string): string[] {
  return text.match(/\w+/g) ?? []
}

function differenceOf(asked: Question, { timespan, limit, parameters }: RecordedQuestion): string {
  const parts = [
    ...(same(asked.timespan, timespan) ? [] : [timespan ? 'another time range' : 'no time range']),
    ...(asked.limit === limit ? [] : [limit === undefined ? 'no limit' : `a limit of ${limit}`]),
    ...(same(asked.parameters, parameters) ? [] : ['other parameters']),
  ]
  return parts.join(', ')
}

function same(a: object | undefined, b: object | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
