import { type Instance, render } from 'ink'
import type { Desk } from '../notebooklet/desk.ts'
import { utc, zoneNamed } from '../report/charts/zone.ts'
import { App } from './app.tsx'
import type { TuiExit, TuiOptions } from './open-tui.ts'
import { painter } from './paint.ts'
import { freshState, type Surroundings } from './state.ts'
import { createStore } from './store.ts'

/** Draws the interface until it is left. Loaded by `openTui` only, once React knows that it is not being developed. */
export async function runTerminal(desk: Desk, options: TuiOptions): Promise<TuiExit> {
  const surroundings: Surroundings = {
    workspaceName: desk.workspaceName,
    notebooklets: desk.notebooklets,
    diagnostics: desk.diagnostics,
    pivots: (type) => desk.pivots(type),
    sent: (value) => options.services?.sent(value) ?? [],
    localZone: zoneNamed(options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone) ?? utc,
  }
  const clock = options.clock ?? (() => performance.now())
  let instance: Instance | undefined
  let failure: { readonly error: unknown } | undefined
  const isLocalTime = options.isLocalTime === true
  const fresh = { ...freshState({ columns: 80, rows: 24 }, clock(), options.recent), isLocalTime }
  const store = createStore(fresh, desk, surroundings, {
    clock,
    saveFile: options.saveFile ?? refuseToSave,
    copy: (text) => options.stdout?.write(clipboardSequence(text)),
    agree: (services) => options.services?.agree(services),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    exit: () => instance?.unmount(),
    fail: (error) => {
      failure ??= { error }
      instance?.unmount()
    },
  })
  let silence: (() => void) | undefined
  try {
    instance = render(<App store={store} surroundings={surroundings} painter={painter(options)} />, {
      ...(options.stdout && { stdout: options.stdout }),
      ...(options.stdin && { stdin: options.stdin }),
      // Told, not guessed: Ink takes a terminal with `CI` in its environment for a build server.
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
    })
    if (options.initial) {
      const { initial: request, followUps: after } = options
      store.dispatch({ kind: 'start', request, ...(after && { after }), at: clock() })
    }
    // After the start of a run, which closes what lies over the screen.
    silence = options.announcements?.((title, text) => store.dispatch({ kind: 'announced', title, text }))
    await instance.waitUntilExit()
  } finally {
    silence?.()
    store.close()
    instance?.unmount()
    instance?.cleanup()
  }
  if (failure) throw failure.error
  return { exitCode: 0 }
}

/** OSC 52: asks the terminal to put a text on its clipboard. Base64, so nothing in the text can end the sequence. */
function clipboardSequence(text: string): string {
  return `\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`
}

function refuseToSave(): never {
  throw new Error('files cannot be written from here')
}
