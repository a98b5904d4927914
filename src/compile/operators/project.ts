import type { Project } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation } from '../relation.ts'

/** The columns named, in that order: `project` and all its relatives. */
export function compileProject(project: Project, compilation: Compilation): Relation {
  const { relation, expressions } = openFor(
    compilation.compile(project.input),
    project.values.map((value) => value.expression),
    compilation,
  )
  const scope = scopeOf(relation, compilation)
  return {
    ...relation,
    columns: project.values.map(({ column: { name } }, index) => {
      const { sql, type } = compilation.lower(expressions[index]!, scope)
      return { name, type, sql }
    }),
  }
}
