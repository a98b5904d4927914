import { Box, Text } from 'ink'
import { memo } from 'react'
import type { StyledLine } from '../report/charts/styled-line.ts'
import type { Painter } from './paint.ts'

/** One `Text` a line: what changes is a line, and what has not changed is not laid out again. */
const Line = memo(function Line({ painted }: { readonly painted: string }) {
  return <Text wrap="truncate">{painted === '' ? ' ' : painted}</Text>
})

export interface LinesProps {
  readonly lines: readonly StyledLine[]
  readonly width: number
  readonly painter: Painter
}

/** Lines of text below each other. */
export function Lines({ lines, width, painter }: LinesProps) {
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
        <Line key={at} painted={painter(line)} />
      ))}
    </Box>
  )
}
