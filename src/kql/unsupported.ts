/** Operators that are refused: class of the binder's node → how it is written, and what to do instead. */
export const unsupportedOperators: Readonly<Record<string, { readonly operator: string; readonly hint: string }>> = {
  ContextualDataTableExpression: { operator: '__contextual_datatable', hint: 'Use `datatable`.' },
  ExecuteAndCacheOperator: { operator: '__executeAndCache', hint: 'Use `materialize()` in a `let`.' },
  GraphMarkComponentsOperator: {
    operator: 'graph-mark-components',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  GraphMatchOperator: {
    operator: 'graph-match',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  GraphShortestPathsOperator: {
    operator: 'graph-shortest-paths',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  GraphToTableOperator: {
    operator: 'graph-to-table',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  GraphWhereEdgesOperator: {
    operator: 'graph-where-edges',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  GraphWhereNodesOperator: {
    operator: 'graph-where-nodes',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  InlineExternalTableExpression: {
    operator: 'inline_external_table',
    hint: 'Use `externaldata` with a file of the workspace.',
  },
  MacroExpandOperator: { operator: 'macro-expand', hint: 'Use `union` of the tables.' },
  MakeGraphOperator: {
    operator: 'make-graph',
    hint: 'Graphs are not built here: follow edges by `join`, a step at a time.',
  },
  MaterializedViewCombineExpression: { operator: 'materialized-view-combine', hint: 'Use `union` and `summarize`.' },
  PartitionByOperator: { operator: '__partitionby', hint: 'Use `summarize … by`.' },
}

const plugInFamilies: readonly (readonly [reason: string, names: string])[] = [
  [
    'It asks a database or a service elsewhere, which a query over files does not do. Add its data to the workspace as a file.',
    `azure_digital_twins_query_request cosmosdb_sql_request http_request http_request_post mysql_request
    postgresql_request sql_request execute_query execute_show_command external_datatable`,
  ],
  [
    'It asks a language model elsewhere, which a query over files does not do. Add its answers to the workspace as a file.',
    'ai_chat_completion_prompt ai_embeddings',
  ],
  [
    'It runs code of another language, which a query over files does not do. Take the rows out first: `--format csv`.',
    'csharp python r',
  ],
  [
    'It looks into the storage of a cluster, which files have none of. `getschema` and `count` tell of a table.',
    'estimate_rows_count infer_storage_schema infer_storage_schema_with_suggestions',
  ],
  [
    'Shapes on the globe are not computed here. Points, circles and geohash cells are: `geo_point_in_circle`, `geo_point_to_geohash`.',
    'geo_line_lookup geo_polygon_lookup',
  ],
]

/** Plug-ins of `evaluate` that are refused on purpose, with the reason. */
export const refusedPlugIns: ReadonlyMap<string, string> = new Map(
  plugInFamilies.flatMap(([reason, names]) => names.split(/\s+/).map((name) => [name, reason] as const)),
)
