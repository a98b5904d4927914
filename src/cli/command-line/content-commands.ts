import type { Command } from 'commander'

/** `huntlet new` and its options. */
export function addNewCommand(root: Command): void {
  root
    .command('new')
    .description('write a working notebooklet to begin from')
    .argument('<name>', 'for example odd-logons')
    .option('--typescript', 'with an index.ts for logic that YAML should not carry')
    .action(async (name, flags) => (await import('../commands/new.ts')).createNotebooklet(name, flags))
}

/** `huntlet check` and its options. */
export function addCheckCommand(root: Command): void {
  root
    .command('check')
    .description('validate your notebooklets and queries: this project’s, and those of your own folder')
    .argument('[path]', 'a project folder, or one YAML file')
    .option('--all', 'what is shipped as well')
    .action(async (path, flags) => (await import('../commands/check.ts')).check(path, flags))
}
