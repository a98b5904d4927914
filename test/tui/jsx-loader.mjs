import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'rolldown/experimental'

// Node strips types by itself, but leaves JSX: the screens are `.tsx`.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context)
    const path = fileURLToPath(url)
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), { jsx: { runtime: 'automatic' } })
    if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'))
    return { format: 'module', source: code, shortCircuit: true }
  },
})
