/** How a parameter is written where a command is shown: `rank=…`, or `[logon=…]` where it may be left out. */
export function parameterForm({ name, required }: { readonly name: string; readonly required: boolean }): string {
  return required ? `${name}=…` : `[${name}=…]`
}
