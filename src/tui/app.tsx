import { Box, Text, useInput, usePaste, useWindowSize } from 'ink'
import { useEffect, useSyncExternalStore } from 'react'
import { footerLines } from './footer.ts'
import { headerLines } from './header.ts'
import { homeDetailFrame, homeListFrame } from './home/home-frames.ts'
import type { HomeLevel } from './home/home-state.ts'
import { keyNames } from './key-names.ts'
import { homeLayout, isTooSmall, runLayout, smallest } from './layout.ts'
import { Framed, Lines } from './lines.tsx'
import { overlayFrame } from './overlays/overlay-frame.ts'
import type { Painter } from './paint.ts'
import { runBodyFrame } from './run/run-frame.ts'
import type { RunLevel } from './run/run-state.ts'
import { sectionStrip, sidebarFrames } from './run/section-list.ts'
import { levelOf, overlayOf, type State, type Surroundings } from './state.ts'
import type { Store } from './store.ts'

export interface AppProps {
  readonly store: Store
  readonly surroundings: Surroundings
  readonly painter: Painter
}

/** The whole screen: it draws the store's state, and hands on keys, pasted text and the size of the terminal. */
export function App({ store, surroundings, painter }: AppProps) {
  const state = useSyncExternalStore(store.subscribe, store.state)
  const { columns, rows } = useWindowSize()
  useEffect(() => {
    store.dispatch({ kind: 'resize', columns, rows })
  }, [store, columns, rows])
  useInput((input, key) => {
    const keys = keyNames(input, key)
    if (keys.length > 0) store.dispatch({ kind: 'keys', keys })
  })
  usePaste((text) => store.dispatch({ kind: 'paste', text }))
  // The size may be known here before the store has heard of it: drawn is what fits the terminal as it is.
  const fitted =
    state.size.columns === columns && state.size.rows === rows ? state : { ...state, size: { columns, rows } }
  if (isTooSmall(fitted.size)) return <TooSmall state={fitted} />
  return <Screen state={fitted} surroundings={surroundings} painter={painter} />
}

interface ScreenProps {
  readonly state: State
  readonly surroundings: Surroundings
  readonly painter: Painter
}

function Screen({ state, surroundings, painter }: ScreenProps) {
  const { columns, rows } = state.size
  const level = levelOf(state)
  const overlay = overlayOf(state)
  const over = overlay && overlayFrame(overlay, state, surroundings)
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={headerLines(state, surroundings)} width={columns} painter={painter} />
      {level.kind === 'home' ? (
        <HomeScreen home={level} state={state} surroundings={surroundings} painter={painter} />
      ) : (
        <RunScreen level={level} state={state} surroundings={surroundings} painter={painter} />
      )}
      <Lines lines={footerLines(state, surroundings)} width={columns} painter={painter} />
      {over && (
        <Box position="absolute" left={over.place.left} top={over.place.top} width={over.place.width}>
          <Framed frame={over.frame} painter={painter} />
        </Box>
      )}
    </Box>
  )
}

function HomeScreen({ home, state, surroundings, painter }: ScreenProps & { readonly home: HomeLevel }) {
  const layout = homeLayout(state.size)
  return (
    <Box flexDirection={layout.details.isBeside ? 'row' : 'column'} flexGrow={1}>
      <Framed frame={homeListFrame(home, surroundings, layout)} painter={painter} />
      <Framed frame={homeDetailFrame(home, surroundings, layout)} painter={painter} />
    </Box>
  )
}

function RunScreen({ level, state, surroundings, painter }: ScreenProps & { readonly level: RunLevel }) {
  const { columns } = state.size
  const { sidebar, body, hasStrip } = runLayout(state.size)
  const side = sidebar > 0 ? sidebarFrames(level, state.now, { width: sidebar, height: body.height }) : []
  return (
    <Box flexDirection="column" flexGrow={1}>
      {hasStrip && <Lines lines={[sectionStrip(level, state.now, columns)]} width={columns} painter={painter} />}
      <Box>
        {side.length > 0 && (
          <Box flexDirection="column">
            {side.map((frame, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place in the sidebar
              <Framed key={at} frame={frame} painter={painter} />
            ))}
          </Box>
        )}
        <Framed frame={runBodyFrame(state, level, surroundings)} painter={painter} />
      </Box>
    </Box>
  )
}

function TooSmall({ state: { size } }: { readonly state: State }) {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Text wrap="truncate">The terminal is too small.</Text>
      <Text wrap="truncate">{`${size.columns}x${size.rows}; needs ${smallest.columns}x${smallest.rows}.`}</Text>
      <Text wrap="truncate">Enlarge it, or Q quits.</Text>
    </Box>
  )
}
