import { ownEntry } from '../../../../lib/own-entry.ts'
import type { JsonObject } from '../json-shapes.ts'
import { type LineShape, mostLines } from './line-shape.ts'

/** Field of a VPC flow log → column of AWSVPCFlow. */
const columns: Readonly<Record<string, string>> = {
  version: 'Version',
  'account-id': 'AccountId',
  'interface-id': 'InterfaceId',
  srcaddr: 'SrcAddr',
  dstaddr: 'DstAddr',
  srcport: 'SrcPort',
  dstport: 'DstPort',
  protocol: 'Protocol',
  packets: 'Packets',
  bytes: 'Bytes',
  start: 'Start',
  end: 'End',
  action: 'Action',
  'log-status': 'LogStatus',
  'vpc-id': 'VpcId',
  'subnet-id': 'SubnetId',
  'instance-id': 'InstanceId',
  'tcp-flags': 'TcpFlags',
  type: 'TrafficType',
  'pkt-srcaddr': 'PktSrcAddr',
  'pkt-dstaddr': 'PktDstAddr',
  region: 'Region',
  'az-id': 'AzId',
  'sublocation-type': 'SublocationType',
  'sublocation-id': 'SublocationId',
  'pkt-src-aws-service': 'PktSrcAwsService',
  'pkt-dst-aws-service': 'PktDstAwsService',
  'flow-direction': 'FlowDirection',
  'traffic-path': 'TrafficPath',
}

/** Without a first line that names them, the fields are these. */
const usual =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  )

const usualLine = /^\d \d{12} eni-\S+( \S+){11}$/

function isHeader(line: string): boolean {
  const names = line.split(' ')
  return (
    names.length >= 4 &&
    names.includes('srcaddr') &&
    names.includes('dstaddr') &&
    names.every((name) => /^[a-z-]+$/.test(name))
  )
}

/** Flow logs of an AWS network as S3 has them: rows of AWSVPCFlow. */
export const vpcFlow: LineShape = {
  name: 'VPC flow records',
  recognises: (lines) => isHeader(lines[0] ?? '') || mostLines(lines, (line) => usualLine.test(line)),
  open() {
    let names: readonly string[] = usual
    let isFirst = true
    return {
      read(line): JsonObject | string | undefined {
        if (isFirst) {
          isFirst = false
          if (isHeader(line)) {
            names = line.split(' ')
            return undefined
          }
        }
        const fields = line.split(' ')
        if (fields.length !== names.length) return `${fields.length} fields instead of ${names.length}`
        const cells = names.map((name, at) => [ownEntry(columns, name) ?? name, fields[at]!] as const)
        const present = Object.fromEntries(cells.filter(([, cell]) => cell !== '-'))
        const [start, end] = [timeOf(present.Start), timeOf(present.End)]
        return {
          ...present,
          ...(start !== undefined && { Start: start }),
          ...(end !== undefined && { End: end, TimeGenerated: end }),
          $table: 'AWSVPCFlow',
        }
      },
    }
  },
}

/** Seconds since 1970. */
function timeOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1000).toISOString() : undefined
}
