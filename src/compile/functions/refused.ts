/** What a refusal says of the functions that are left out on purpose. */
const geometry = 'shapes on the globe are not computed here'
const service = 'it asks a service that is not reached from here'
const engine = 'it tells of the engine that answers, which is another one here'

const families: readonly (readonly [reason: string, names: string])[] = [
  [
    geometry,
    `geo_closest_point_on_line geo_closest_point_on_polygon
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
  ],
  ['how it combines hashes is not published', 'hash_combine hash_many'],
  [service, 'current_principal current_principal_details current_principal_is_member_of'],
  [
    engine,
    'current_cluster_endpoint current_database cursor_after cursor_before_or_at cursor_current extent_id extent_tags',
  ],
  ['rows of files have no number of their own: use `row_number`', 'row_id'],
]

/** Functions and aggregates left out on purpose, with the reason. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map(
  families.flatMap(([reason, names]) => names.split(/\s+/).map((name) => [name, reason] as const)),
)
