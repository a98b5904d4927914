export { openTui, type TuiExit, type TuiOptions } from './open-tui.ts'
