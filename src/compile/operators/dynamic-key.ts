import { emitContext } from '../expressions/emit-context.ts'
import type { Scope } from '../expressions/lower.ts'
import type { TypedSql } from '../row.ts'

/** Notes the refusal of a key that is dynamic, as the engine has it; the other keys are looked at all the same. */
export function refuseDynamicKey(value: TypedSql, name: string, how: 'told apart' | 'grouped', scope: Scope): void {
  if (value.type !== 'dynamic') return
  scope.compilation.attempt<void>(
    () =>
      emitContext(value, scope).refuse(
        value.span,
        `\`${name}\` is dynamic: rows cannot be ${how} by it`,
        'Convert it: `tostring(…)`, `tolong(…)`.',
      ),
    () => {},
  )
}
