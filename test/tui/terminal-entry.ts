import { writeFileSync } from 'node:fs'
import process, { argv, env, exit } from 'node:process'
import { openTui } from '../../src/tui/index.ts'
import { fakeDesk, slowGate } from './fake-desk.ts'

// What the tests in a pseudo-terminal start: the interface on a desk whose queries take the time the environment says.
const queryMs = Number(env.FAKE_QUERY_MS ?? '0')
const desk = fakeDesk(queryMs > 0 ? { gate: slowGate((step) => queryMs * (1 + (step.length % 5))) } : {})
const [, , notebooklet, value] = argv
process.once('SIGUSR2', () => {
  throw new Error('a defect outside of the screen')
})
const { exitCode } = await openTui(desk, {
  interactive: true,
  timeZone: 'Europe/Berlin',
  ...(notebooklet && { initial: { notebooklet, ...(value && { value }) } }),
  saveFile(name, text) {
    const path = `${env.FAKE_EXPORTS ?? '.'}/${name}`
    writeFileSync(path, text, { flag: 'wx' })
    return path
  },
})
exit(exitCode)
