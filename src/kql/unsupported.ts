/** Operators that are refused: class of the binder's node → how it is written, and what to do instead. */
export const unsupportedOperators: Readonly<Record<string, { readonly operator: string; readonly hint: string }>> = {
  ContextualDataTableExpression: { operator: '__contextual_datatable', hint: 'Use `datatable`.' },
  ExecuteAndCacheOperator: { operator: '__executeAndCache', hint: 'Use `materialize()` in a `let`.' },
  GraphMarkComponentsOperator: { operator: 'graph-mark-components', hint: 'Graphs run in Azure only.' },
  GraphMatchOperator: { operator: 'graph-match', hint: 'Graphs run in Azure only; use `join`.' },
  GraphShortestPathsOperator: { operator: 'graph-shortest-paths', hint: 'Graphs run in Azure only.' },
  GraphToTableOperator: { operator: 'graph-to-table', hint: 'Graphs run in Azure only.' },
  GraphWhereEdgesOperator: { operator: 'graph-where-edges', hint: 'Graphs run in Azure only.' },
  GraphWhereNodesOperator: { operator: 'graph-where-nodes', hint: 'Graphs run in Azure only.' },
  InlineExternalTableExpression: {
    operator: 'inline_external_table',
    hint: 'Use `externaldata` with a file of the workspace.',
  },
  MacroExpandOperator: { operator: 'macro-expand', hint: 'Use `union` of the tables.' },
  MakeGraphOperator: { operator: 'make-graph', hint: 'Graphs run in Azure only; use `join`.' },
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
    'It asks a language model elsewhere, which a query over files does not do.',
    'ai_chat_completion_prompt ai_embeddings',
  ],
  ['It runs code of another language, which a query over files does not do.', 'csharp python r'],
  [
    'It looks into the storage of a cluster, which files have none of.',
    'estimate_rows_count infer_storage_schema infer_storage_schema_with_suggestions',
  ],
  ['Shapes on the globe are not computed here.', 'geo_line_lookup geo_polygon_lookup'],
]

/** Plug-ins of `evaluate` that are refused on purpose, with the reason. */
export const refusedPlugIns: ReadonlyMap<string, string> = new Map(
  plugInFamilies.flatMap(([reason, names]) => names.split(/\s+/).map((name) => [name, reason] as const)),
)
