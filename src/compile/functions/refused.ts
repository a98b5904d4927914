/** Why a function is left out, as the end of a sentence, and what to do instead. */
export interface RefusedFunction {
  readonly reason: string
  readonly hint: string
}

const engine = 'it tells of the engine that answers, which is another one here'

const families: readonly (RefusedFunction & { readonly names: string })[] = [
  {
    reason: 'shapes on the globe are not computed here',
    hint: 'Points, circles and geohash cells are: `geo_point_in_circle`, `geo_point_to_geohash`.',
    names: `geo_closest_point_on_line geo_closest_point_on_polygon
    geo_distance_point_to_polygon
    geo_h3cell_children geo_h3cell_level geo_h3cell_neighbors
    geo_h3cell_parent geo_h3cell_rings geo_h3cell_to_central_point geo_h3cell_to_polygon geo_intersection_2lines
    geo_intersection_2polygons geo_intersection_line_with_polygon geo_intersects_2lines geo_intersects_2polygons
    geo_intersects_line_with_polygon geo_line_buffer geo_line_centroid geo_line_densify geo_line_interpolate_point
    geo_line_locate_point geo_line_simplify geo_line_to_s2cells geo_point_buffer
    geo_point_in_polygon geo_point_to_h3cell geo_point_to_s2cell geo_polygon_area
    geo_polygon_buffer geo_polygon_centroid geo_polygon_densify geo_polygon_perimeter geo_polygon_simplify
    geo_polygon_to_h3cells geo_polygon_to_s2cells geo_s2cell_neighbors geo_s2cell_to_central_point
    geo_s2cell_to_polygon geo_simplify_polygons_array geo_union_lines_array geo_union_polygons_array`,
  },
  {
    reason: 'how it combines hashes is not published',
    hint: 'To tell rows apart, hash the values together: `hash(strcat_delim("|", a, b))`.',
    names: 'hash_combine hash_many',
  },
  {
    reason: 'it asks a service that is not reached from here',
    hint: 'Write what it would answer as a text.',
    names: 'current_principal current_principal_details current_principal_is_member_of',
  },
  { reason: engine, hint: 'Write the name as a text.', names: 'current_cluster_endpoint current_database' },
  {
    reason: engine,
    hint: 'Compare `ingestion_time()` with a datetime.',
    names: 'cursor_after cursor_before_or_at cursor_current',
  },
  { reason: engine, hint: 'Leave it out: files have no extents.', names: 'extent_id extent_tags' },
  { reason: 'rows of files have no number of their own', hint: 'Use `row_number`.', names: 'row_id' },
]

/** Functions left out on purpose. */
export const refusedFunctions: ReadonlyMap<string, RefusedFunction> = new Map(
  families.flatMap(({ reason, hint, names }) => names.split(/\s+/).map((name) => [name, { reason, hint }] as const)),
)
