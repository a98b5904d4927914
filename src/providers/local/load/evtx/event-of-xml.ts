import type { JsonObject } from '../json-shapes.ts'
import { type WindowsEvent, xmlText } from '../shapes/windows-event.ts'
import type { XmlElement } from './bin-xml.ts'

/** What the XML of an event says of it. `time` is when it was written down, for one that does not say when it happened. */
export function eventOfXml(root: XmlElement, time: string): WindowsEvent {
  const system = child(root, 'System')
  const of = (name: string) => child(system, name)
  const body = child(root, 'EventData') ?? child(root, 'UserData')
  const id = Number(textOf(of('EventID')))
  if (!Number.isInteger(id)) throw new Error('it has no number')
  return {
    time: of('TimeCreated')?.attributes.SystemTime ?? time,
    computer: textOf(of('Computer')),
    channel: textOf(of('Channel')) ?? '',
    id,
    source: of('Provider')?.attributes.Name,
    level: numberOf(textOf(of('Level'))),
    message: '',
    data: body ? dataOf(body) : {},
    ...(body && { xml: written({ ...body, attributes: { xmlns, ...body.attributes } }) }),
    system: {
      recordId: textOf(of('EventRecordID')),
      task: numberOf(textOf(of('Task'))),
      opcode: textOf(of('Opcode')),
      keywords: textOf(of('Keywords')),
      version: numberOf(textOf(of('Version'))),
      processId: numberOf(of('Execution')?.attributes.ProcessID),
      threadId: numberOf(of('Execution')?.attributes.ThreadID),
      userSid: of('Security')?.attributes.UserID,
    },
  }
}

const xmlns = 'http://schemas.microsoft.com/win/2004/08/events/event'

/** Named fields; in UserData the fields are elements of their own, below one that names their kind. */
function dataOf(body: XmlElement): JsonObject {
  const fields: Record<string, string> = Object.create(null)
  const collect = (element: XmlElement) => {
    for (const each of element.children) {
      if (typeof each === 'string') continue
      const name = each.name === 'Data' ? each.attributes.Name : each.name
      const inner = each.children.filter((one) => typeof one !== 'string')
      if (inner.length > 0) collect(each)
      else if (name !== undefined && !(name in fields)) fields[name] = textOf(each) ?? ''
    }
  }
  collect(body)
  return { ...fields }
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each): each is XmlElement => typeof each !== 'string' && each.name === name)
}

function textOf(element: XmlElement | undefined): string | undefined {
  const text = element?.children.filter((each) => typeof each === 'string').join('')
  return text === '' ? undefined : text
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function written({ name, attributes, children }: XmlElement): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`)
  const inside = children.map((each) => (typeof each === 'string' ? xmlText(each) : written(each)))
  return `<${name}${said.join('')}>${inside.join('')}</${name}>`
}
