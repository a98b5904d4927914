import { Box, Text } from 'ink'
import { memo } from 'react'
import type { StyledLine } from '../report/charts/styled-line.ts'
import type { Frame } from './frame.ts'
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

export interface FramedProps {
  readonly frame: Frame
  readonly painter: Painter
}

/** Lines in their border. */
export function Framed({ frame, painter }: FramedProps) {
  const side = Array.from({ length: frame.height }, () => painter([frame.side])).join('\n')
  return (
    <Box flexDirection="column" width={frame.width} flexShrink={0}>
      <Line painted={painter(frame.top)} />
      {frame.height > 0 && (
        <Box>
          <Line painted={side} />
          <Lines lines={frame.lines} width={frame.width - 2} painter={painter} />
          <Line painted={side} />
        </Box>
      )}
      <Line painted={painter(frame.bottom)} />
    </Box>
  )
}
