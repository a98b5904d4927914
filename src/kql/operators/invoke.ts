import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import { functionTable } from '../tabular.ts'
import type { Tabular } from '../tree.ts'

/** `T | invoke f(x)` is `f(T, x)`. */
export function invoke(node: Node<'InvokeOperator'>, input: Tabular, scope: Scope): Tabular {
  const call = node.Function
  const body = call.GetCalledFunctionBody()
  if (!body) {
    const { SimpleName: name } = call.Name
    return refuse('KQL101', scope.spanOf(call.Name), {
      name,
      hint: 'Only functions of `let` or the workspace can be invoked.',
    })
  }
  return functionTable(call, body, scope, input)
}
