import type { Json } from '../../../../lib/table.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import { asText, row, type Shape } from './shape.ts'

/** One tuple of a flow log: a flow, or news of one. */
interface Flow {
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  /** `T` or `U`, or the number of another protocol. */
  readonly protocol: string
  readonly isInbound: boolean
  readonly isAllowed: boolean
  /** `B` begins, `C` goes on, `E` ends; undefined where the log tells of flows only once. */
  readonly state: string | undefined
  /** Since the last news, where they are told. */
  readonly packetsSent: number | undefined
  readonly bytesSent: number | undefined
  readonly packetsReceived: number | undefined
  readonly bytesReceived: number | undefined
  readonly time: string | undefined
}

/**
 * Flow logs of network security groups, versions 1 and 2: a row of AzureNetworkAnalytics_CL for each tuple. Traffic Analytics
 * adds up what we leave as it is; a tuple that begins a flow counts as one flow, later news of it as none. Which addresses
 * are of Azure, and so FlowType_s, is known to the service only.
 */
export const nsgFlow: Shape = {
  name: 'NSG flow records',
  recognises: ({ category, properties }) =>
    category === 'NetworkSecurityGroupFlowEvent' && isObject(properties) && Array.isArray(properties.flows),
  convert({ time, resourceId, macAddress, properties }) {
    const isNewer = isObject(properties) && Number(properties.Version ?? properties.version) >= 2
    const group = asText(resourceId)?.toLowerCase()
    const [, subscription, resourceGroup, name] =
      /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/.*\/([^/]+)$/.exec(group ?? '') ?? []
    return within(properties, 'flows').flatMap(({ rule, flows }) =>
      objects(flows).flatMap(({ mac, flowTuples }) =>
        texts(flowTuples).map((tuple) => {
          const flow = nsgTuple(tuple.split(','), isNewer)
          const begins = flow.state === undefined || flow.state === 'B' ? 1 : 0
          const count = (isInbound: boolean, isAllowed: boolean) =>
            flow.isInbound === isInbound && flow.isAllowed === isAllowed ? begins : 0
          const [, kind, ruleName] = /^(UserRule|DefaultRule)_(.+)$/.exec(String(rule)) ?? []
          return row({
            TimeGenerated: time,
            FlowStartTime_t: flow.time,
            FlowEndTime_t: flow.time,
            SubType_s: 'FlowLog',
            SrcIP_s: flow.source,
            SrcPort_d: flow.sourcePort,
            DestIP_s: flow.destination,
            DestPort_d: flow.destinationPort,
            VMIP_s: flow.isInbound ? flow.destination : flow.source,
            L4Protocol_s: flow.protocol,
            FlowDirection_s: flow.isInbound ? 'I' : 'O',
            FlowStatus_s: flow.isAllowed ? 'A' : 'D',
            FlowState_s: flow.state,
            AllowedInFlows_d: count(true, true),
            AllowedOutFlows_d: count(false, true),
            DeniedInFlows_d: count(true, false),
            DeniedOutFlows_d: count(false, false),
            // Tuples tell of source and destination, the table of the machine.
            OutboundPackets_d: flow.isInbound ? flow.packetsReceived : flow.packetsSent,
            OutboundBytes_d: flow.isInbound ? flow.bytesReceived : flow.bytesSent,
            InboundPackets_d: flow.isInbound ? flow.packetsSent : flow.packetsReceived,
            InboundBytes_d: flow.isInbound ? flow.bytesSent : flow.bytesReceived,
            NSGRule_s: ruleName ?? rule,
            NSGRuleType_s: kind && (kind === 'UserRule' ? 'User Defined' : 'Default'),
            NSGList_s: name && `${subscription}/${resourceGroup}/${name}`,
            MACAddress_s: mac ?? macAddress,
            _ResourceId: group,
            $table: 'AzureNetworkAnalytics_CL',
          })
        }),
      ),
    )
  },
}

/** Flow logs of virtual networks: a row of NTANetAnalytics for each tuple, counted as those of groups are. */
export const vnetFlow: Shape = {
  name: 'VNet flow records',
  recognises: ({ flowLogVersion, flowRecords }) =>
    flowLogVersion !== undefined && isObject(flowRecords) && Array.isArray(flowRecords.flows),
  convert: ({ time, flowLogVersion, flowLogResourceID, targetResourceID, macAddress, flowRecords }) =>
    within(flowRecords, 'flows').flatMap(({ aclID, flowGroups }) =>
      objects(flowGroups).flatMap(({ rule, flowTuples }) =>
        texts(flowTuples).map((tuple) => {
          const fields = tuple.split(',')
          const flow = vnetTuple(fields)
          const begins = flow.state === 'B' || flow.state === 'D' ? 1 : 0
          const count = (isInbound: boolean, isAllowed: boolean) =>
            flow.isInbound === isInbound && flow.isAllowed === isAllowed ? begins : 0
          return row({
            TimeGenerated: time,
            FlowStartTime: flow.time,
            FlowEndTime: flow.time,
            SubType: 'FlowLog',
            FaSchemaVersion: asText(flowLogVersion),
            SrcIp: flow.source,
            SrcPorts: String(flow.sourcePort),
            DestIp: flow.destination,
            DestPort: flow.destinationPort,
            L4Protocol: flow.protocol,
            FlowDirection: flow.isInbound ? 'Inbound' : 'Outbound',
            FlowStatus: flow.isAllowed ? 'Allowed' : 'Denied',
            FlowEncryption: fields[8],
            AllowedInFlows: count(true, true),
            AllowedOutFlows: count(false, true),
            DeniedInFlows: count(true, false),
            DeniedOutFlows: count(false, false),
            PacketsSrcToDest: flow.packetsSent,
            BytesSrcToDest: flow.bytesSent,
            PacketsDestToSrc: flow.packetsReceived,
            BytesDestToSrc: flow.bytesReceived,
            AclGroup: aclID,
            AclRule: rule,
            MacAddress: macAddress,
            TargetResourceId: targetResourceID,
            FlowLogResourceId: flowLogResourceID,
            $table: 'NTANetAnalytics',
          })
        }),
      ),
    ),
}

/** `time,source,destination,port,port,T|U,I|O,A|D` and, newer, `B|C|E,packets,bytes,packets,bytes` */
function nsgTuple(fields: readonly string[], isNewer: boolean): Flow {
  const [seconds, source = '', destination = '', from, to, protocol = '', direction, decision, state] = fields
  return {
    ...{ source, destination, protocol },
    sourcePort: Number(from),
    destinationPort: Number(to),
    isInbound: direction === 'I',
    isAllowed: decision === 'A',
    state: isNewer ? state : undefined,
    time: timeOf(Number(seconds) * 1000),
    ...counts(fields.slice(9)),
  }
}

/** `milliseconds,source,destination,port,port,number,I|O,B|C|E|D,encryption,packets,bytes,packets,bytes` */
function vnetTuple(fields: readonly string[]): Flow {
  const [milliseconds, source = '', destination = '', from, to, protocol = '', direction, state] = fields
  return {
    ...{ source, destination, state },
    protocol: protocol === '6' ? 'T' : protocol === '17' ? 'U' : protocol,
    sourcePort: Number(from),
    destinationPort: Number(to),
    isInbound: direction === 'I',
    isAllowed: state !== 'D',
    time: timeOf(Number(milliseconds)),
    ...counts(fields.slice(9)),
  }
}

function counts(fields: readonly string[]) {
  const at = (index: number) => (fields[index] ? Number(fields[index]) : undefined)
  return { packetsSent: at(0), bytesSent: at(1), packetsReceived: at(2), bytesReceived: at(3) }
}

function timeOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

function within(value: Json | undefined, name: string): JsonObject[] {
  return isObject(value) ? objects(value[name]) : []
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : []
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((each) => typeof each === 'string') : []
}
