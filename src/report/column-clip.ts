import { clipMiddle, clipText, isPathLike, textWidth } from './charts/fit-text.ts'

/**
 * How the cells of a column are cut to `width` cells, the cut marked with `…`: paths and URLs lose their middle, and so do names where
 * too many of the given texts would look alike without their ends (`CORP\adm-…`). Sentences and all others lose their end.
 */
export function columnClip(texts: readonly string[], width: number): (text: string) => string {
  const names = [...new Set(texts.filter((text) => textWidth(text) > width && !/\s/.test(text)))]
  const differs = (clip: (text: string, cells: number) => string) =>
    new Set(names.map((name) => clip(name, width))).size
  const needsEnds = names.length > 1 && differs(clipText) < names.length && differs(clipMiddle) > differs(clipText)
  return (text) => {
    if (isPathLike(text) || (needsEnds && !/\s/.test(text))) return clipMiddle(text, width)
    return clipText(text, width)
  }
}
