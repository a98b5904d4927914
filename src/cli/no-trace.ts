/** `--no-trace`, or `HUNTLET_NO_TRACE` set to anything but 0: nothing is written to disk. */
export function leavesNoTrace({ trace }: { readonly trace?: boolean }): boolean {
  return trace === false || !['', '0', undefined].includes(process.env.HUNTLET_NO_TRACE)
}
