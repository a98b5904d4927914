import { resolveBindings } from './bindings.ts'
import { checkedOptions } from './checked-options.ts'
import type { ComputeContext, TableSource } from './definition.ts'
import { enquiryNamed } from './enquiries.ts'
import { namedData } from './evaluate.ts'
import { evaluateCode } from './evaluate-code.ts'
import { type Evaluated, joinKnowledge } from './evaluated.ts'
import { progressOf, type RunScope, stopIfCancelled } from './run-scope.ts'
import { runStep } from './run-step.ts'
import { attempt, failureNotices, SourceFailure } from './source-failure.ts'
import { stepNamed } from './steps.ts'

/** What an analytics step makes of named data, or the data as it is. Throws SourceFailure, or `CANCELLED`. */
export async function evaluateStep(
  scope: RunScope,
  source: Extract<TableSource, { kind: 'from' }>,
  section: string,
): Promise<Evaluated> {
  const inputs = await Promise.all(source.from.map((name) => namedData(scope, name, section)))
  const joined = joinKnowledge(inputs)
  if (source.step === undefined) return { ...inputs[0]!, ...joined }
  const name = source.step
  try {
    const step = stepNamed(scope.definition.steps, name)
    const tables = inputs.map((input) => input.table)
    const hooks = { signal: scope.hooks.signal, progress: progressOf(scope, section, name) }
    const options = await resolveBindings(scope, source.with, section)
    const { table, notices } = await runStep(name, step, tables, options, hooks)
    return { ...joined, table, notices: [...joined.notices, ...notices] }
  } catch (error) {
    stopIfCancelled(scope)
    throw new SourceFailure(failureNotices(error), joined.queries, error)
  }
}

/** What an enquiry finds by asking the workspace. Throws SourceFailure, or `CANCELLED`. */
export async function evaluateEnquiry(
  scope: RunScope,
  source: Extract<TableSource, { kind: 'enquiry' }>,
  section: string,
): Promise<Evaluated> {
  const { enquiry: name } = source
  const bindings = await resolveBindings(scope, source.with, section)
  const compute = attempt([], () => {
    const enquiry = enquiryNamed(name)
    const options = checkedOptions(`Enquiry \`${name}\``, enquiry.options, bindings)
    return (context: ComputeContext) => enquiry.run(context, options)
  })
  return evaluateCode(scope, compute, section)
}
