import type { ScreenSize } from './state.ts'

/** The smallest screen that is drawn on. */
export const smallest: ScreenSize = { columns: 60, rows: 16 }

/** From here on the sections have a list of their own at the side; below, a strip above the body. */
const sidebarFrom = 112

export interface RunLayout {
  readonly sidebar: number
  /** Of the framed body, border included. */
  readonly body: { readonly width: number; readonly height: number }
  readonly hasStrip: boolean
}

const headerLines = 2
const footerLines = 2

export function isTooSmall({ columns, rows }: ScreenSize): boolean {
  return columns < smallest.columns || rows < smallest.rows
}

export function runLayout({ columns, rows }: ScreenSize): RunLayout {
  const sidebar = columns >= sidebarFrom ? Math.min(44, Math.floor(columns * 0.26)) : 0
  const hasStrip = sidebar === 0
  return {
    sidebar,
    hasStrip,
    body: { width: columns - sidebar, height: Math.max(3, rows - headerLines - footerLines - (hasStrip ? 1 : 0)) },
  }
}

export interface HomeLayout {
  readonly list: { readonly width: number; readonly height: number }
  /** Beside the list on a wide screen, under it on a narrow one. */
  readonly details: { readonly width: number; readonly height: number; readonly isBeside: boolean }
}

export function homeLayout({ columns, rows }: ScreenSize): HomeLayout {
  const height = rows - headerLines - footerLines
  if (columns >= sidebarFrom) {
    const list = Math.floor(columns * 0.45)
    return { list: { width: list, height }, details: { width: columns - list, height, isBeside: true } }
  }
  const below = Math.max(5, Math.min(12, Math.floor(height * 0.4)))
  return {
    list: { width: columns, height: height - below },
    details: { width: columns, height: below, isBeside: false },
  }
}

export interface DialogPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A dialog in the middle of the screen, no larger than its content wants and the screen lets it. */
export function dialogPlace(
  size: ScreenSize,
  wanted: { readonly width: number; readonly height: number },
): DialogPlace {
  const width = Math.min(wanted.width, size.columns - 4)
  const height = Math.min(wanted.height, size.rows - 4)
  return {
    width,
    height,
    left: Math.floor((size.columns - width) / 2),
    top: Math.max(1, Math.floor((size.rows - height) / 3)),
  }
}

/** A page that covers all between header and footer. */
export function pagePlace(size: ScreenSize): DialogPlace {
  return { left: 0, top: headerLines, width: size.columns, height: size.rows - headerLines - footerLines }
}
