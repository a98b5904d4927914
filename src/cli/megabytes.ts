/** `17.8 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e6 ? 3 : 1 })} MB`
}
