/** A list as a sentence has it: the first `most`, and how many more there are: `a, b and 3 more`. */
export function firstFew(items: readonly string[], most: number): string {
  const more = items.length - most
  return `${items.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
