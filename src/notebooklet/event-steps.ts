import { z } from 'zod'
import { countTechniques } from '../analytics/events/count-techniques.ts'
import { expandEventData } from '../analytics/events/expand-event-data.ts'
import { nameEvents } from '../analytics/events/name-events.ts'
import { nameTechniques } from '../analytics/events/name-techniques.ts'
import { notableEvents } from '../analytics/events/notable-events.ts'
import { techniqueEpisodes } from '../analytics/events/technique-episodes.ts'
import { defineStep, type Need, type StepDefinition } from './step.ts'

const eventId: Need = { columns: ['EventID'], holds: 'which event it is' }

/** Steps over events of Windows and syslog. */
export const eventSteps: Readonly<Record<string, StepDefinition>> = {
  'notable-events': defineStep({
    text: 'Events that are worth a look, in words, with the techniques of ATT&CK they belong to.',
    inputs: ['events of SecurityEvent, Event, WindowsEvent or Syslog'],
    options: z.strictObject({}),
    needs: () => [[{ columns: ['EventID', 'SyslogMessage'], holds: 'which event it is' }]],
    run: ([table], _, progress) => notableEvents(table!, progress),
  }),
  'count-techniques': defineStep({
    text: 'Techniques of ATT&CK that three tables name, with what for.',
    inputs: ['what `notable-events` found', 'what `command-line-features` found', 'what `logon-guessing` found'],
    options: z.strictObject({}),
    run: (tables) => countTechniques(tables),
  }),
  'technique-episodes': defineStep({
    text: 'When records that point to techniques of ATT&CK come together, the most kinds first, with by whom.',
    inputs: ['what `notable-events` found', 'what `command-line-features` found', 'what `logon-guessing` found'],
    options: z.strictObject({
      gap: z.string().optional().describe('longest pause within an episode, default 1h'),
      longest: z.string().optional().describe('longest episode, default 1d'),
      least: z.int().positive().optional().describe('fewest different techniques of an episode, default 2'),
    }),
    run: (tables, options) => techniqueEpisodes(tables, options),
  }),
  'name-techniques': defineStep({
    text: 'Writes the names of techniques of ATT&CK beside their ids.',
    inputs: ['any table'],
    options: z.strictObject({
      columns: z
        .array(z.string().min(1, 'a column'))
        .min(1)
        .describe('columns of text that hold ids: T1110, T1110.001'),
    }),
    columns: ([columns]) => columns!,
    run: ([table], { columns }) => nameTechniques(table!, columns),
  }),
  'name-events': defineStep({
    text: 'Adds what kind of event each is: as the log names it, else by its id.',
    inputs: ['a table with EventID'],
    options: z.strictObject({}),
    needs: () => [[eventId]],
    run: ([table]) => nameEvents(table!),
  }),
  'expand-event-data': defineStep({
    text: 'The names and values in the event data as columns, empty ones left out.',
    inputs: ['events of SecurityEvent, Event or WindowsEvent'],
    options: z.strictObject({
      ids: z.array(z.coerce.number().int()).optional().describe('only events with these ids'),
    }),
    needs: () => [[eventId, { columns: ['EventData'], holds: 'XML, or a bag' }]],
    run: ([table], options, progress) => expandEventData(table!, options, progress),
  }),
}
